/**
 * What cannot be changed in place, by resource type: CloudFormation makes a new resource when one of these properties
 * changes. A question mark is "some changes only". From AWS's resource schemas, as `@aws-cdk/aws-service-spec` 0.1.216
 * has them, for the types that serverless applications use.
 */
const table = `
AWS::ApiGateway::Account
AWS::ApiGateway::ApiKey GenerateDistinctId Name Value
AWS::ApiGateway::Authorizer RestApiId
AWS::ApiGateway::BasePathMapping BasePath DomainName
AWS::ApiGateway::BasePathMappingV2 BasePath DomainNameArn
AWS::ApiGateway::ClientCertificate
AWS::ApiGateway::Deployment DeploymentCanarySettings RestApiId
AWS::ApiGateway::DocumentationPart Location RestApiId
AWS::ApiGateway::DocumentationVersion DocumentationVersion RestApiId
AWS::ApiGateway::DomainName DomainName
AWS::ApiGateway::DomainNameAccessAssociation AccessAssociationSource AccessAssociationSourceType DomainNameArn Tags
AWS::ApiGateway::DomainNameV2 DomainName EndpointConfiguration SecurityPolicy
AWS::ApiGateway::GatewayResponse ResponseType RestApiId
AWS::ApiGateway::Method HttpMethod ResourceId RestApiId
AWS::ApiGateway::Model ContentType Name RestApiId
AWS::ApiGateway::RequestValidator Name RestApiId
AWS::ApiGateway::Resource ParentId PathPart RestApiId
AWS::ApiGateway::RestApi
AWS::ApiGateway::Stage RestApiId StageName
AWS::ApiGateway::UsagePlan
AWS::ApiGateway::UsagePlanKey KeyId KeyType UsagePlanId
AWS::ApiGateway::VpcLink TargetArns
AWS::ApiGatewayV2::Api ProtocolType
AWS::ApiGatewayV2::ApiGatewayManagedOverrides ApiId
AWS::ApiGatewayV2::ApiMapping DomainName
AWS::ApiGatewayV2::Authorizer ApiId
AWS::ApiGatewayV2::Deployment ApiId
AWS::ApiGatewayV2::DomainName DomainName
AWS::ApiGatewayV2::Integration ApiId
AWS::ApiGatewayV2::IntegrationResponse ApiId IntegrationId
AWS::ApiGatewayV2::Model ApiId
AWS::ApiGatewayV2::PortalProduct
AWS::ApiGatewayV2::Route ApiId
AWS::ApiGatewayV2::RouteResponse ApiId RouteId
AWS::ApiGatewayV2::RoutingRule DomainNameArn
AWS::ApiGatewayV2::Stage ApiId StageName
AWS::ApiGatewayV2::VpcLink SecurityGroupIds SubnetIds
AWS::AppSync::Api
AWS::AppSync::ApiCache ApiId
AWS::AppSync::ApiKey ApiId
AWS::AppSync::ChannelNamespace ApiId Name
AWS::AppSync::DataSource ApiId Name
AWS::AppSync::DomainName CertificateArn DomainName
AWS::AppSync::DomainNameApiAssociation DomainName
AWS::AppSync::FunctionConfiguration ApiId
AWS::AppSync::GraphQLApi
AWS::AppSync::GraphQLSchema ApiId
AWS::AppSync::Resolver ApiId FieldName TypeName
AWS::AppSync::SourceApiAssociation MergedApiIdentifier SourceApiIdentifier
AWS::AppSync::Type ApiId
AWS::Athena::WorkGroup Name
AWS::Backup::BackupVault BackupVaultName EncryptionKeyArn
AWS::CertificateManager::Account
AWS::CertificateManager::AcmeDomainValidation AcmeEndpointArn DomainName PrevalidationOptions.DnsPrevalidation.HostedZoneId
AWS::CertificateManager::AcmeEndpoint AuthorizationBehavior CertificateTags
AWS::CertificateManager::AcmeExternalAccountBinding AcmeEndpointArn Expiration RoleArn
AWS::CertificateManager::Certificate CertificateAuthorityArn CertificateExport DomainName DomainValidationOptions KeyAlgorithm SubjectAlternativeNames ValidationMethod
AWS::CloudFormation::Stack
AWS::CloudFront::CachePolicy
AWS::CloudFront::CloudFrontOriginAccessIdentity
AWS::CloudFront::Distribution
AWS::CloudFront::FieldLevelEncryptionProfile FieldLevelEncryptionProfileConfig.CallerReference
AWS::CloudFront::Function Name
AWS::CloudFront::KeyGroup
AWS::CloudFront::OriginAccessControl
AWS::CloudFront::OriginRequestPolicy
AWS::CloudFront::PublicKey
AWS::CloudFront::ResponseHeadersPolicy
AWS::CloudWatch::Alarm AlarmName
AWS::CloudWatch::AlarmMuteRule Name
AWS::CloudWatch::AnomalyDetector Dimensions MetricCharacteristics MetricMathAnomalyDetector MetricName Namespace SingleMetricAnomalyDetector Stat
AWS::CloudWatch::CompositeAlarm AlarmName
AWS::CloudWatch::Dashboard DashboardName
AWS::CloudWatch::InsightRule RuleName
AWS::CloudWatch::LogAlarm AlarmName
AWS::CloudWatch::MetricStream Name
AWS::CloudWatch::OTelEnrichment
AWS::Cognito::IdentityPool
AWS::Cognito::IdentityPoolPrincipalTag IdentityPoolId IdentityProviderName
AWS::Cognito::IdentityPoolRoleAttachment IdentityPoolId
AWS::Cognito::LogDeliveryConfiguration UserPoolId
AWS::Cognito::ManagedLoginBranding ClientId UserPoolId
AWS::Cognito::Terms ClientId UserPoolId
AWS::Cognito::UserPool
AWS::Cognito::UserPoolClient GenerateSecret UserPoolId
AWS::Cognito::UserPoolDomain Domain UserPoolId
AWS::Cognito::UserPoolGroup GroupName UserPoolId
AWS::Cognito::UserPoolIdentityProvider ProviderName ProviderType UserPoolId
AWS::Cognito::UserPoolRegionalConfigurationAttachment UserPoolId
AWS::Cognito::UserPoolReplica RegionName UserPoolId UserPoolTagsAtCreate
AWS::Cognito::UserPoolResourceServer Identifier UserPoolId
AWS::Cognito::UserPoolRiskConfigurationAttachment ClientId UserPoolId
AWS::Cognito::UserPoolUICustomizationAttachment ClientId UserPoolId
AWS::Cognito::UserPoolUser ClientMetadata DesiredDeliveryMediums ForceAliasCreation MessageAction UserAttributes UserPoolId Username ValidationData
AWS::Cognito::UserPoolUserToGroupAttachment GroupName UserPoolId Username
AWS::DAX::Cluster ClusterEndpointEncryptionType ClusterName IAMRoleARN NetworkType NodeType SSESpecification SubnetGroupName
AWS::DMS::ReplicationInstance DnsNameServers KmsKeyId PubliclyAccessible ReplicationSubnetGroupIdentifier ResourceIdentifier
AWS::DSQL::Cluster
AWS::DocDB::DBCluster AvailabilityZones DBClusterIdentifier DBSubnetGroupName EngineVersion KmsKeyId MasterUsername SnapshotIdentifier SourceDBClusterIdentifier StorageEncrypted
AWS::DocDB::DBInstance AvailabilityZone DBClusterIdentifier DBInstanceIdentifier
AWS::DynamoDB::GlobalTable GlobalSecondaryIndexes.KeySchema.AttributeName? GlobalSecondaryIndexes.KeySchema.KeyType? GlobalSecondaryIndexes.Projection.NonKeyAttributes? GlobalSecondaryIndexes.Projection.ProjectionType? KeySchema LocalSecondaryIndexes TableName VectorIndexes.Projection.NonKeyAttributes? VectorIndexes.Projection.ProjectionType?
AWS::DynamoDB::Table ImportSourceSpecification KeySchema TableName
AWS::EC2::EIP Address Domain IpamPoolId NetworkBorderGroup TransferAddress
AWS::EC2::InternetGateway
AWS::EC2::NatGateway AllocationId AvailabilityMode ConnectivityType PrivateIpAddress SubnetId VpcId
AWS::EC2::Route DestinationCidrBlock DestinationIpv6CidrBlock DestinationPrefixListId RouteTableId
AWS::EC2::RouteTable VpcId
AWS::EC2::SecurityGroup GroupDescription GroupName VpcId
AWS::EC2::SecurityGroupEgress CidrIp CidrIpv6 DestinationPrefixListId DestinationSecurityGroupId FromPort GroupId IpProtocol ToPort
AWS::EC2::SecurityGroupIngress CidrIp CidrIpv6 FromPort GroupId GroupName IpProtocol SourcePrefixListId SourceSecurityGroupId SourceSecurityGroupName SourceSecurityGroupOwnerId ToPort
AWS::EC2::Subnet AvailabilityZone AvailabilityZoneId CidrBlock Ipv4IpamPoolId Ipv4NetmaskLength Ipv6CidrBlock? Ipv6IpamPoolId Ipv6Native Ipv6NetmaskLength OutpostArn VpcId
AWS::EC2::VPC CidrBlock InstanceTenancy? Ipv4IpamPoolId Ipv4NetmaskLength VpcEncryptionControl
AWS::EC2::VPCEndpoint DnsOptions.PrivateDnsPreference DnsOptions.PrivateDnsSpecifiedDomains ResourceConfigurationArn ServiceName ServiceNetworkArn ServiceRegion VpcEndpointType VpcId
AWS::EC2::Volume
AWS::ECR::PublicRepository RepositoryName
AWS::ECR::PullThroughCacheRule CredentialArn CustomRoleArn EcrRepositoryPrefix UpstreamRegistry UpstreamRegistryUrl UpstreamRepositoryPrefix
AWS::ECR::PullTimeUpdateExclusion PrincipalArn
AWS::ECR::RegistryPolicy
AWS::ECR::RegistryScanningConfiguration
AWS::ECR::ReplicationConfiguration
AWS::ECR::Repository EncryptionConfiguration RepositoryName
AWS::ECR::RepositoryCreationTemplate Prefix
AWS::ECR::SigningConfiguration
AWS::EFS::AccessPoint ClientToken FileSystemId PosixUser RootDirectory
AWS::EFS::FileSystem AvailabilityZoneName Encrypted KmsKeyId PerformanceMode
AWS::EFS::MountTarget FileSystemId IpAddress IpAddressType Ipv6Address SubnetId
AWS::ElastiCache::CacheCluster AZMode? CacheSubnetGroupName ClusterName Engine NetworkType NumCacheNodes? Port PreferredAvailabilityZone? PreferredAvailabilityZones? SnapshotArns SnapshotName
AWS::ElastiCache::ReplicationGroup AtRestEncryptionEnabled AuthToken? CacheSubnetGroupName DataTieringEnabled Engine GlobalReplicationGroupId KmsKeyId NetworkType NodeGroupConfiguration? NumNodeGroups? Port PreferredCacheClusterAZs ReplicasPerNodeGroup ReplicationGroupId SnapshotArns SnapshotName
AWS::ElasticLoadBalancingV2::Listener LoadBalancerArn
AWS::ElasticLoadBalancingV2::ListenerCertificate ListenerArn
AWS::ElasticLoadBalancingV2::ListenerRule ListenerArn
AWS::ElasticLoadBalancingV2::LoadBalancer Name Scheme Type
AWS::ElasticLoadBalancingV2::TargetGroup IpAddressType Name Port Protocol ProtocolVersion TargetType VpcId
AWS::ElasticLoadBalancingV2::TrustStore Name
AWS::ElasticLoadBalancingV2::TrustStoreRevocation RevocationContents TrustStoreArn
AWS::Elasticsearch::Domain AdvancedSecurityOptions? DomainName ElasticsearchVersion? EncryptionAtRestOptions? NodeToNodeEncryptionOptions?
AWS::Events::ApiDestination Name
AWS::Events::Archive ArchiveName SourceArn
AWS::Events::Connection Name
AWS::Events::Endpoint Name
AWS::Events::EventBus EventSourceName Name
AWS::Events::EventBusPolicy EventBusName StatementId
AWS::Events::Rule EventBusName Name
AWS::FSx::FileSystem BackupId FileSystemType FileSystemTypeVersion KmsKeyId LustreConfiguration.CopyTagsToBackups LustreConfiguration.DeploymentType LustreConfiguration.DriveCacheType LustreConfiguration.ExportPath LustreConfiguration.ImportPath LustreConfiguration.ImportedFileChunkSize LustreConfiguration.PerUnitStorageThroughput OntapConfiguration.DeploymentType OntapConfiguration.EndpointIpAddressRange OntapConfiguration.PreferredSubnetId OpenZFSConfiguration.DeploymentType OpenZFSConfiguration.EndpointIpAddressRange OpenZFSConfiguration.PreferredSubnetId OpenZFSConfiguration.RootVolumeConfiguration.CopyTagsToSnapshots OpenZFSConfiguration.RootVolumeConfiguration.DataCompressionType OpenZFSConfiguration.RootVolumeConfiguration.NfsExports OpenZFSConfiguration.RootVolumeConfiguration.ReadOnly OpenZFSConfiguration.RootVolumeConfiguration.RecordSizeKiB OpenZFSConfiguration.RootVolumeConfiguration.UserAndGroupQuotas SecurityGroupIds SubnetIds WindowsConfiguration.ActiveDirectoryId WindowsConfiguration.CopyTagsToBackups WindowsConfiguration.DeploymentType WindowsConfiguration.PreferredSubnetId WindowsConfiguration.SelfManagedActiveDirectoryConfiguration.DomainName WindowsConfiguration.SelfManagedActiveDirectoryConfiguration.FileSystemAdministratorsGroup WindowsConfiguration.SelfManagedActiveDirectoryConfiguration.OrganizationalUnitDistinguishedName
AWS::Glue::Database CatalogId DatabaseInput.Name DatabaseName
AWS::Glue::Table CatalogId DatabaseName Name TableInput.Name
AWS::IAM::AccessKey Serial UserName
AWS::IAM::Group GroupName
AWS::IAM::GroupPolicy GroupName PolicyName
AWS::IAM::InstanceProfile InstanceProfileName Path
AWS::IAM::ManagedPolicy Description ManagedPolicyName Path
AWS::IAM::Policy
AWS::IAM::Role Path RoleName
AWS::IAM::RolePolicy PolicyName RoleName
AWS::IAM::ServiceLinkedRole AWSServiceName CustomSuffix
AWS::IAM::User UserName
AWS::IAM::UserPolicy PolicyName UserName
AWS::IAM::UserToGroupAddition
AWS::IoT::ProvisioningTemplate TemplateName TemplateType
AWS::IoT::TopicRule RuleName
AWS::KMS::Alias AliasName
AWS::KMS::Key
AWS::KMS::ReplicaKey PrimaryKeyArn
AWS::Kinesis::Channel ChannelName EncryptionConfiguration S3DestinationConfiguration.DeadLetterQueueS3Configuration S3DestinationConfiguration.StorageConfiguration S3TablesDestinationConfiguration.DeadLetterQueueS3Configuration S3TablesDestinationConfiguration.S3TablesConfigurationList ServiceExecutionRoleARN StreamConfigurationList
AWS::Kinesis::ResourcePolicy ResourceArn
AWS::Kinesis::Stream Name
AWS::Kinesis::StreamConsumer ConsumerName StreamARN Tags
AWS::KinesisFirehose::DeliveryStream AmazonOpenSearchServerlessDestinationConfiguration.VpcConfiguration AmazonopensearchserviceDestinationConfiguration.VpcConfiguration DatabaseSourceConfiguration DeliveryStreamName DeliveryStreamType DirectPutSourceConfiguration ElasticsearchDestinationConfiguration.VpcConfiguration IcebergDestinationConfiguration.CatalogConfiguration KinesisStreamSourceConfiguration MSKSourceConfiguration SnowflakeDestinationConfiguration.SnowflakeVpcConfiguration
AWS::Lambda::Alias FunctionName Name
AWS::Lambda::CapacityProvider CapacityProviderName InstanceRequirements KmsKeyArn PermissionsConfig VpcConfig
AWS::Lambda::CodeSigningConfig
AWS::Lambda::EventInvokeConfig FunctionName Qualifier
AWS::Lambda::EventSourceMapping AmazonManagedKafkaEventSourceConfig EventSourceArn SelfManagedEventSource SelfManagedKafkaEventSourceConfig StartingPosition StartingPositionTimestamp
AWS::Lambda::Function FunctionName PackageType TenancyConfig
AWS::Lambda::LayerVersion CompatibleArchitectures CompatibleRuntimes Content Description LayerName LicenseInfo
AWS::Lambda::LayerVersionPermission Action LayerVersionArn OrganizationId Principal
AWS::Lambda::MicrovmImage Name
AWS::Lambda::NetworkConnector Name
AWS::Lambda::Permission Action EventSourceToken FunctionName FunctionUrlAuthType InvokedViaFunctionUrl Principal PrincipalOrgID SourceAccount SourceArn
AWS::Lambda::ResourcePolicy ResourceArn
AWS::Lambda::Url Qualifier TargetFunctionArn
AWS::Lambda::Version CodeSha256 Description FunctionName ProvisionedConcurrencyConfig RuntimePolicy
AWS::Logs::AccountPolicy PolicyName PolicyType
AWS::Logs::Delivery DeliveryDestinationArn DeliverySourceName
AWS::Logs::DeliveryDestination DeliveryDestinationType DestinationResourceArn Name OutputFormat
AWS::Logs::DeliverySource Name
AWS::Logs::Destination DestinationName
AWS::Logs::Integration IntegrationName IntegrationType ResourceConfig
AWS::Logs::LogAnomalyDetector
AWS::Logs::LogGroup LogGroupName
AWS::Logs::LogStream LogGroupName LogStreamName
AWS::Logs::MetricFilter FilterName LogGroupName
AWS::Logs::QueryDefinition
AWS::Logs::ResourcePolicy PolicyName
AWS::Logs::ScheduledQuery Name
AWS::Logs::StorageTierPolicy
AWS::Logs::SubscriptionFilter FilterName LogGroupName
AWS::Logs::Transformer LogGroupIdentifier
AWS::MSK::Cluster BrokerNodeGroupInfo.BrokerAZDistribution BrokerNodeGroupInfo.ClientSubnets BrokerNodeGroupInfo.SecurityGroups ClusterName EncryptionInfo.EncryptionAtRest EncryptionInfo.EncryptionInTransit.InCluster
AWS::MemoryDB::Cluster ClusterName DataTiering KmsKeyId MultiRegionClusterName NetworkType Port SnapshotArns SnapshotName SubnetGroupName TLSEnabled
AWS::Neptune::DBCluster AvailabilityZones DBClusterIdentifier DBSubnetGroupName GlobalClusterIdentifier KmsKeyId RestoreToTime RestoreType SnapshotIdentifier SourceDBClusterIdentifier StorageEncrypted UseLatestRestorableTime
AWS::Neptune::DBInstance AvailabilityZone DBClusterIdentifier DBInstanceIdentifier DBSnapshotIdentifier DBSubnetGroupName
AWS::OpenSearchServerless::Collection CollectionGroupName EncryptionConfig Name StandbyReplicas Tags Type
AWS::OpenSearchService::Domain DomainName EngineMode
AWS::Pipes::Pipe Name Source SourceParameters.ActiveMQBrokerParameters.QueueName SourceParameters.DynamoDBStreamParameters.StartingPosition SourceParameters.KinesisStreamParameters.StartingPosition SourceParameters.KinesisStreamParameters.StartingPositionTimestamp SourceParameters.ManagedStreamingKafkaParameters.ConsumerGroupID SourceParameters.ManagedStreamingKafkaParameters.StartingPosition SourceParameters.ManagedStreamingKafkaParameters.TopicName SourceParameters.RabbitMQBrokerParameters.QueueName SourceParameters.RabbitMQBrokerParameters.VirtualHost SourceParameters.SelfManagedKafkaParameters.AdditionalBootstrapServers SourceParameters.SelfManagedKafkaParameters.ConsumerGroupID SourceParameters.SelfManagedKafkaParameters.StartingPosition SourceParameters.SelfManagedKafkaParameters.TopicName
AWS::QLDB::Ledger Name
AWS::RDS::DBCluster AvailabilityZones ClusterScalabilityType DBClusterIdentifier DBSubnetGroupName DBSystemId DatabaseName Engine? EngineMode GlobalClusterIdentifier? KmsKeyId MasterUsername? PubliclyAccessible RestoreToTime RestoreType SnapshotIdentifier SourceDBClusterIdentifier SourceDbClusterResourceId SourceRegion StorageEncrypted UseLatestRestorableTime
AWS::RDS::DBInstance AutoMinorVersionUpgrade? AvailabilityZone? BackupRetentionPeriod? BackupTarget CharacterSetName CustomIAMInstanceProfile DBClusterIdentifier DBClusterSnapshotIdentifier? DBInstanceIdentifier DBName DBParameterGroupName? DBSnapshotIdentifier? DBSubnetGroupName DBSystemId Engine? KmsKeyId MasterUsername MultiAZ? NcharCharacterSetName PerformanceInsightsKMSKeyId? Port PreferredMaintenanceWindow? RestoreTime? SourceDBClusterIdentifier? SourceDBInstanceAutomatedBackupsArn? SourceDBInstanceIdentifier? SourceDbiResourceId? SourceRegion StorageEncrypted StorageType? Timezone UseLatestRestorableTime?
AWS::RDS::DBParameterGroup DBParameterGroupName Description Family
AWS::RDS::DBProxy DBProxyName EndpointNetworkType EngineFamily TargetConnectionNetworkType VpcSubnetIds
AWS::RDS::DBSubnetGroup DBSubnetGroupName
AWS::RDS::GlobalCluster Engine GlobalClusterIdentifier SourceDBClusterIdentifier StorageEncrypted
AWS::Redshift::Cluster ClusterIdentifier ClusterSubnetGroupName DBName MasterUsername OwnerAccount SnapshotClusterIdentifier SnapshotIdentifier
AWS::RedshiftServerless::Namespace NamespaceName Tags
AWS::Route53::HostedZone Name
AWS::Route53::RecordSet HostedZoneId HostedZoneName Name
AWS::S3::AccessGrant S3PrefixType Tags
AWS::S3::AccessGrantsInstance Tags
AWS::S3::AccessGrantsLocation Tags
AWS::S3::AccessPoint Bucket BucketAccountId Name VpcConfiguration
AWS::S3::Bucket BucketName BucketNamePrefix BucketNamespace ObjectLockEnabled
AWS::S3::BucketPolicy Bucket
AWS::S3::MultiRegionAccessPoint Name PublicAccessBlockConfiguration Regions
AWS::S3::MultiRegionAccessPointPolicy MrapName
AWS::S3::StorageLens StorageLensConfiguration.Id
AWS::S3::StorageLensGroup Name
AWS::S3Tables::TableBucket TableBucketName
AWS::S3Vectors::VectorBucket EncryptionConfiguration VectorBucketName
AWS::SDB::Domain
AWS::SNS::Subscription Endpoint Protocol TopicArn
AWS::SNS::Topic FifoTopic TopicName
AWS::SNS::TopicInlinePolicy TopicArn
AWS::SNS::TopicPolicy
AWS::SQS::Queue FifoQueue QueueName
AWS::SQS::QueueInlinePolicy Queue
AWS::SQS::QueuePolicy
AWS::SSM::Parameter Name
AWS::Scheduler::Schedule Name
AWS::Scheduler::ScheduleGroup Name
AWS::SecretsManager::ResourcePolicy SecretId
AWS::SecretsManager::RotationSchedule SecretId
AWS::SecretsManager::Secret Name
AWS::SecretsManager::SecretTargetAttachment SecretId
AWS::StepFunctions::Activity EncryptionConfiguration Name
AWS::StepFunctions::StateMachine StateMachineName StateMachineType
AWS::StepFunctions::StateMachineAlias Name
AWS::StepFunctions::StateMachineVersion Description StateMachineArn StateMachineRevisionId
AWS::Timestream::Database DatabaseName
AWS::Timestream::Table DatabaseName TableName
`;

type CreateOnly = ReadonlyMap<string, "maybe" | "always">;
let parsed: ReadonlyMap<string, CreateOnly> | undefined;

/** The properties of a resource type whose change replaces the resource, as dotted paths; null for a type that is not known. */
export function createOnlyProperties(resourceType: string): CreateOnly | null {
  parsed ??= parse();
  return parsed.get(resourceType) ?? null;
}

function parse(): ReadonlyMap<string, CreateOnly> {
  const types = table.trim().split("\n").map((line) => line.split(" "));
  return new Map(
    types.map(([type = "", ...paths]) => [type, new Map(paths.map((path) => (path.endsWith("?") ? [path.slice(0, -1), "maybe"] : [path, "always"])))]),
  );
}
