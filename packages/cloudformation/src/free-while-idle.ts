/** Services of which AWS bills use, stored data and traffic only, and nothing for being there. */
const services: ReadonlySet<string> = new Set([
  "ApiGateway", "ApiGatewayV2", "AppSync", "CertificateManager", "CloudFormation", "CloudFront", "Cognito", "DynamoDB", "ECR", "Events", "EventSchemas",
  "Glue", "IAM", "IoT", "Lambda", "Location", "Logs", "Pinpoint", "Pipes", "S3", "SAM", "SES", "SNS", "SQS", "Scheduler", "ServiceDiscovery", "Serverless", "StepFunctions",
  "XRay", "AutoScaling", "ApplicationAutoScaling", "ResourceGroups", "SSM", "Batch", "CodeDeploy", "Budgets",
]);

/** Types that cost nothing while idle although others of their service do. */
const types: ReadonlySet<string> = new Set([
  ...["VPC", "Subnet", "RouteTable", "Route", "SubnetRouteTableAssociation", "InternetGateway", "VPCGatewayAttachment", "SecurityGroup", "SecurityGroupIngress", "SecurityGroupEgress",
    "NetworkAcl", "NetworkAclEntry", "SubnetNetworkAclAssociation", "EgressOnlyInternetGateway", "VPCCidrBlock", "SubnetCidrBlock", "DHCPOptions", "VPCDHCPOptionsAssociation",
    "FlowLog", "LaunchTemplate", "KeyPair", "EIPAssociation", "PrefixList"].map((type) => `AWS::EC2::${type}`),
  ...["DBSubnetGroup", "DBParameterGroup", "DBClusterParameterGroup", "OptionGroup"].map((type) => `AWS::RDS::${type}`),
  ...["Listener", "ListenerRule", "TargetGroup", "ListenerCertificate"].map((type) => `AWS::ElasticLoadBalancingV2::${type}`),
  ...["SubnetGroup", "ParameterGroup", "User", "UserGroup"].map((type) => `AWS::ElastiCache::${type}`),
  ...["Cluster", "TaskDefinition"].map((type) => `AWS::ECS::${type}`),
  "AWS::EFS::FileSystem", "AWS::EFS::MountTarget", "AWS::EFS::AccessPoint",
  "AWS::KMS::Alias", "AWS::SecretsManager::ResourcePolicy", "AWS::SecretsManager::RotationSchedule", "AWS::SecretsManager::SecretTargetAttachment",
  "AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup", "AWS::WAFv2::WebACLAssociation", "AWS::WAFv2::IPSet", "AWS::WAFv2::LoggingConfiguration",
  "AWS::CloudWatch::MetricStream", "AWS::CloudWatch::AnomalyDetector", "AWS::KinesisFirehose::DeliveryStream",
]);

/** Whether resources of the type cost nothing as long as nobody uses them. Custom resources are functions that ran once. Pure. */
export function isFreeWhileIdle(resourceType: string): boolean {
  const [, service = ""] = resourceType.split("::");
  return types.has(resourceType) || services.has(service) || resourceType.startsWith("Custom::");
}
