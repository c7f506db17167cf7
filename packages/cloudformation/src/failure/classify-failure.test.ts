import { failureClasses, type FailureClass } from "@windlass/contracts/failure-class";
import { describe, expect, it } from "vitest";
import { classifyFailure } from "./classify-failure.js";

type Sample = [source: string, resourceType: string, reason: string, remedyNames: string];

/** Texts that AWS gives, each with where such a one is reported or documented: a repository and its issue, or a page of AWS's. */
const samples: Record<Exclude<FailureClass, "unknown">, Sample[]> = {
  name_taken: [
    ["amazon-marketing-cloud-uploader-from-aws: Stack fails when log group already exists", "AWS::Logs::LogGroup", `Resource handler returned message: "Resource of type 'AWS::Logs::LogGroup' with identifier '{"/properties/LogGroupName":"/aws/lambda/iantest-v2sol-Anonymous"}' already exists." (RequestToken: 258db5a1, HandlerErrorCode: AlreadyExists)`, "/aws/lambda/iantest-v2sol-Anonymous"],
    ["bedrock-chat: Stack in use, already exist error", "AWS::CloudFront::OriginAccessControl", `Resource handler returned message: "Resource of type 'AWS::CloudFront::OriginAccessControl' with identifier 'BedrockChatStackFrontend' already exists." (RequestToken: 2b638011, HandlerErrorCode: AlreadyExists)`, "BedrockChatStackFrontend"],
    ["AWSPics: Resource SiteBuilderFunction does not exist for stack AWSPics", "AWS::S3::Bucket", "my-photos already exists", "my-photos"],
    ["eb-php-wordpress: Getting CREATE_FAILED error", "AWS::EFS::MountTarget", "fsmt-0123 already exists in stack arn:aws:cloudformation:us-east-1:111122223333:stack/awseb-x-stack/0123", "fsmt-0123"],
    ["AWS re:Post: Resolve the resource already exists error in CloudFormation (S3)", "AWS::S3::Bucket", "The requested bucket name is not available. The bucket namespace is shared by all users of the system. (Service: Amazon S3; Status Code: 409; Error Code: BucketAlreadyExists; Request ID: 1; S3 Extended Request ID: 2)", "another name"],
    ["AWS re:Post: Resolve the resource already exists error in CloudFormation (IAM)", "AWS::IAM::Role", "Role with name orders-dev-role already exists. (Service: AmazonIdentityManagement; Status Code: 409; Error Code: EntityAlreadyExists; Request ID: 1)", "orders-dev-role"],
  ],
  access_denied: [
    ["amplify-cli: cloudformation fails after auth migration", "AWS::Cognito::UserPoolGroup", "User: arn:aws:iam::603415071357:user/amplify-cli is not authorized to perform: cognito-idp:UpdateGroup on resource: arn:aws:cognito-idp:us-east-2:603415071357:userpool/us-east-2_MGPal0u9x because no identity-based policy allows the cognito-idp:UpdateGroup action (Service: AWSCognitoIdentityProviderService; Status Code: 400; Error Code: AccessDeniedException)", "Allow cognito-idp:UpdateGroup on arn:aws:cognito-idp:us-east-2:603415071357:userpool/us-east-2_MGPal0u9x to the user amplify-cli."],
    ["dataall: Environment update fails due to missing CloudFormation permissions", "AWS::CloudFormation::Stack", "API: cloudFormation User: arn:aws:sts::123:assumed-role/cdk-hnb659fds-cfn-exec-role-123-us-east-1/AWSCloudFormation is not authorized to perform: cloudformation:UpdateStack on resource: arn:aws:cloudformation:us-east-1:123:stack/dataall-environment/", "Allow cloudformation:UpdateStack on arn:aws:cloudformation:us-east-1:123:stack/dataall-environment/ to the role cdk-hnb659fds-cfn-exec-role-123-us-east-1."],
    ["aws-cdk-cli: surface CloudTrail control-plane errors for failed resources", "Custom::Setup", "Received response status [FAILED] from custom resource. Message returned: AccessDenied: User: arn:aws:sts::053108159643:assumed-role/CrHandlerServiceRole/CrHandler is not authorized to perform: s3:CreateBucket on resource: \"arn:aws:s3:::iam-denied\" because no identity-based policy allows the s3:CreateBucket action", "Allow s3:CreateBucket on arn:aws:s3:::iam-denied to the role CrHandlerServiceRole."],
    ["IAM User Guide: Troubleshoot access denied error messages (service control policy)", "AWS::Lambda::Function", "User: arn:aws:iam::777788889999:user/JohnDoe is not authorized to perform: lambda:CreateFunction on resource: arn:aws:lambda:eu-west-1:777788889999:function:x with an explicit deny in a service control policy", "organization"],
    ["IAM User Guide: Troubleshoot access denied error messages (permissions boundary)", "AWS::IAM::Role", "User: arn:aws:iam::123456789012:user/MaryMajor is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::123456789012:role/x because no permissions boundary allows the iam:CreateRole action", "permissions boundary of the user MaryMajor must allow iam:CreateRole"],
    ["IAM User Guide: Troubleshoot access denied error messages (resource-based policy)", "AWS::SecretsManager::Secret", "User: arn:aws:iam::123456789012:user/MaryMajor is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:us-east-1:1:secret:x because no resource-based policy allows the secretsmanager:GetSecretValue action", "own policy must allow"],
    ["serverless: The role defined for the function cannot be assumed by Lambda", "AWS::Lambda::Function", `Resource handler returned message: "The role defined for the function cannot be assumed by Lambda. (Service: Lambda, Status Code: 400, Request ID: 1)" (RequestToken: 2, HandlerErrorCode: InvalidRequest)`, "trust policy must allow sts:AssumeRole"],
    ["CloudFormation User Guide: Troubleshooting (API: s3:CreateBucket Access Denied)", "AWS::S3::Bucket", "API: s3:CreateBucket Access Denied", "Allow s3:CreateBucket"],
    ["CloudFormation coverage roadmap: tagging permissions", "AWS::Lambda::Function", "Encountered a permissions error performing a tagging operation, please add required tag permissions. See https://repost.aws/knowledge-center/cloudformation-tagging-permission-error for how to resolve. Resource handler returned message: \"null\" (RequestToken: 1, HandlerErrorCode: UnauthorizedTaggingOperation)", "Allow"],
    ["AWS re:Post: SubscriptionRequiredException", "AWS::Redshift::Cluster", "The AWS Access Key Id needs a subscription for the service (Service: Redshift; Status Code: 400; Error Code: SubscriptionRequiredException)", "not signed up"],
  ],
  quota: [
    ["neptune-tools: ReservedConcurrentExecutions error when trying to deploy the cloudformation", "AWS::Lambda::Function", `Resource handler returned message: "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [50]. (Service: Lambda, Status Code: 400, Request ID: b26c3792)" (RequestToken: 0800020a, HandlerErrorCode: InvalidRequest)`, "50 must stay unreserved"],
    ["aws-parallelcluster: pcluster configure failed", "AWS::EC2::EIP", "The maximum number of addresses has been reached. (Service: AmazonEC2; Status Code: 400; Error Code: AddressLimitExceeded; Request ID: 4eab21b1)", "AWS::EC2::EIP"],
    ["CloudFormation User Guide: Troubleshooting (limit exceeded)", "AWS::S3::Bucket", `Resource handler returned message: "You have attempted to create more buckets than allowed (Service: S3, Status Code: 400; Error Code: TooManyBuckets)" (HandlerErrorCode: ServiceLimitExceeded)`, "Service Quotas"],
    ["serverless: Unzipped size must be smaller than 262144000 bytes", "AWS::Lambda::Function", "Unzipped size must be smaller than 262144000 bytes (Service: AWSLambdaInternal; Status Code: 400; Error Code: InvalidParameterValueException; Request ID: 1)", "262144000"],
    ["serverless: The maximum number of VPCs has been reached", "AWS::EC2::VPC", `Resource handler returned message: "The maximum number of VPCs has been reached. (Service: Ec2, Status Code: 400, Request ID: 1)" (HandlerErrorCode: ServiceLimitExceeded)`, "AWS::EC2::VPC"],
    ["amplify-cli: Maximum policy size of 10240 bytes exceeded", "AWS::IAM::Policy", "Maximum policy size of 10240 bytes exceeded for role x (Service: AmazonIdentityManagement; Status Code: 409; Error Code: LimitExceeded; Request ID: 1)", "Service Quotas"],
  ],
  replacement_blocked: [
    ["rack: CloudFormation cannot update a stack when a custom-named resource requires replacing", "AWS::RDS::DBInstance", "CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename prod-convox-db and update the stack again.", "Rename prod-convox-db"],
    ["stacker: Issue force updating new RDS Db", "AWS::DynamoDB::Table", "CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename apirdsdb and update the stack again.", "apirdsdb"],
    ["CloudFormation registry: HandlerErrorCode NotUpdatable", "AWS::Cognito::UserPool", `Resource handler returned message: "Invalid AttributeDataType input, consider using the provided AttributeDataType enum." (RequestToken: 1, HandlerErrorCode: NotUpdatable)`, "cannot change"],
    ["amplify-cli: Updates are not allowed for property", "AWS::Cognito::UserPool", "Updates are not allowed for property - UsernameAttributes.", "cannot change"],
    ["CloudFormation User Guide: update behaviors (not supported)", "AWS::CodeDeploy::Application", "Update to resource type AWS::CodeDeploy::Application is not supported.", "cannot change"],
  ],
  export_in_use: [
    ["stax: Handle UPDATE_COMPLETE better when trying to delete a stack with exports", "AWS::CloudFormation::Stack", "Export foo-ci-docker-vpc-EcsCluster cannot be deleted as it is in use by foo-ci-docker-events", "Deploy foo-ci-docker-events first without the import of foo-ci-docker-vpc-EcsCluster"],
    ["geostore: CloudFormation export can't be updated as it is in use by other stack", "AWS::CloudFormation::Stack", "Export ci-storage:ExportsOutputRefdatasets cannot be updated as it is in use by ci-api and ci-jobs", "Deploy ci-api and ci-jobs first"],
    ["sst: Help prevent error \"Export xxxx cannot be deleted\"", "AWS::CloudFormation::Stack", "Export dev-stackA:ExportsOutputRefTableArn cannot be deleted as it is in use by dev-stackB", "dev-stackB"],
    ["generative-ai-use-cases: deployment error of ApplicationInferenceProfileStack", "Custom::CrossRegionExportWriter", "Received response status [FAILED] from custom resource. Message returned: Error: Exports cannot be updated: /cdk/exports/App/Arn is in use by stack(s) App", "first without the import"],
  ],
  custom_resource: [
    ["guidance-for-baseline-security-assessment: CloudFormation did not receive a response from your Custom Resource", "Custom::Primer", "CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [6da1afd2-c13d-4c41-bce6-f3022a30aae7]. If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.", "6da1afd2-c13d-4c41-bce6-f3022a30aae7"],
    ["cd0157-Server-Deployment: Python cfn-response module", "Custom::Kubectl", "Custom Resource failed to stabilize in expected time. If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.", "Thing"],
    ["serverless-application-model: custom resource FAILED", "AWS::CloudFormation::CustomResource", "Received response status [FAILED] from custom resource. Message returned: See the details in CloudWatch Log Stream: 2026/07/08/[$LATEST]f3d033c8 (RequestToken: 1)", "2026/07/08/[$LATEST]f3d033c8"],
    ["CloudFormation User Guide: custom resources (invalid response)", "Custom::Thing", "Invalid response object: Value of property Reason must be a string", "says why it answered FAILED"],
  ],
  timeout: [
    ["CloudFormation User Guide: Troubleshooting (resource failed to stabilize)", "AWS::ECS::Service", `Resource handler returned message: "Exceeded attempts to wait" (RequestToken: 1, HandlerErrorCode: NotStabilized)`, "AWS::ECS::Service"],
    ["copilot-cli: ECS Deployment Circuit Breaker was triggered", "AWS::ECS::Service", "Resource handler returned message: \"Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.\" (RequestToken: 1, HandlerErrorCode: GeneralServiceException)", "ready in time"],
    ["CloudFormation User Guide: creation policy", "AWS::AutoScaling::AutoScalingGroup", "Received 0 SUCCESS signal(s) out of 1. Unable to satisfy 100% MinSuccessfulInstancesPercent requirement", "ready in time"],
    ["CloudFormation API reference: TimeoutInMinutes", "AWS::CloudFormation::Stack", "Stack creation time exceeded the specified timeout.", "ready in time"],
    ["CloudFormation User Guide: wait conditions", "AWS::CloudFormation::WaitCondition", "WaitCondition timed out. Received 0 conditions when expecting 1", "ready in time"],
  ],
  invalid_property: [
    ["annotate-medical-images: Cloud formation stack creation error", "AWS::ECS::TaskDefinition", "Resource template validation failed for resource OrthancTaskDefinition as the template has invalid properties. Please refer to the resource documentation to fix the template. Properties validation failed for resource OrthancTaskDefinition with message: #/ContainerDefinitions/0/LinuxParameters: extraneous key [initProcessEnabled] is not permitted", "Correct initProcessEnabled of Thing"],
    ["course-aws-sysops: Prevent validation failure of SG", "AWS::EC2::SecurityGroup", "Properties validation failed for resource InstanceSecurityGroup with message: #/SecurityGroupIngress: expected type: JSONArray, found: JSONObject", "SecurityGroupIngress"],
    ["aws-resource-providers: Error when using Community::S3::PublicAccessBlock", "Community::S3::PublicAccessBlock", "Properties validation failed for resource S3AccountPublicAccessBlock with message: #: required key [TestCode] not found", "Correct TestCode of Thing"],
    ["serverless: Encountered unsupported property", "AWS::Lambda::Function", "Encountered unsupported property Tagz", "Correct Tagz of Thing"],
    ["Lambda API reference: InvalidParameterValueException", "AWS::Lambda::Function", "1 validation error detected: Value 'nodejs6.10' at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [nodejs22.x, python3.13] (Service: Lambda, Status Code: 400; Error Code: ValidationException)", "Correct runtime of Thing"],
    ["serverless: MemorySize value failed to satisfy constraint", "AWS::Lambda::Function", `Resource handler returned message: "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 3008 (Service: Lambda, Status Code: 400)" (HandlerErrorCode: InvalidRequest)`, "Correct"],
    ["serverless: One or more parameter values were invalid (DynamoDB)", "AWS::DynamoDB::Table", "One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions (Service: DynamoDb, Status Code: 400)", "Correct"],
  ],
  throttling: [
    ["aws-parallelcluster: Rate exceeded", "AWS::IAM::Role", "Rate exceeded (Service: AmazonIdentityManagement; Status Code: 400; Error Code: Throttling; Request ID: 1)", "few minutes"],
    ["serverless: TooManyRequestsException (API Gateway)", "AWS::ApiGateway::Method", `Resource handler returned message: "Too Many Requests (Service: ApiGateway, Status Code: 429, Request ID: 1)" (HandlerErrorCode: Throttling)`, "few minutes"],
    ["serverless: A conflicting conditional operation is currently in progress (S3)", "AWS::S3::Bucket", "A conflicting conditional operation is currently in progress against this resource. Please try again. (Service: Amazon S3; Status Code: 409; Error Code: OperationAborted)", "few minutes"],
    ["serverless: function update in progress", "AWS::Lambda::Version", "The operation cannot be performed at this time. An update is in progress for resource: arn:aws:lambda:us-east-1:1:function:x (Service: Lambda, Status Code: 409; TooManyRequestsException)", "few minutes"],
  ],
  not_found: [
    ["serverless: Resource handler returned message: Error occurred while GetObject. S3 Error Code: NoSuchKey", "AWS::Lambda::Function", `Resource handler returned message: "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist. (Service: Lambda, Status Code: 400, Request ID: ad9bb8d6)" (RequestToken: fe23dc9c, HandlerErrorCode: InvalidRequest)`, "deploy the commit again"],
    ["skill-sample-nodejs-facts-aws-microservice: CREATE_FAILED in APIGatewayServiceLambda process", "AWS::Lambda::Function", `Resource handler returned message: "Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist (Service: Lambda, Status Code: 400)" (HandlerErrorCode: InvalidRequest)`, "no longer in its bucket"],
    ["CloudFormation User Guide: Fn::ImportValue", "AWS::CloudFormation::Stack", "No export named network-vpc found. Rollback requested by user.", "exports network-vpc"],
    ["CloudFormation User Guide: dynamic references", "AWS::Lambda::Function", "Secrets Manager can't find the specified secret. (Service: AWSSecretsManager; Status Code: 400; Error Code: ResourceNotFoundException)", "exist before Thing"],
    ["serverless: event source mapping, queue does not exist", "AWS::Lambda::EventSourceMapping", `Resource handler returned message: "Invalid request provided: Queue does not exist or is not accessible: arn:aws:sqs:us-east-1:1:jobs (Service: Lambda, Status Code: 400)" (HandlerErrorCode: InvalidRequest)`, "arn:aws:sqs:us-east-1:1:jobs"],
  ],
  dependency_violation: [
    ["EC2 API reference: DependencyViolation", "AWS::EC2::SecurityGroup", "resource sg-0123 has a dependent object (Service: AmazonEC2; Status Code: 400; Error Code: DependencyViolation; Request ID: 1)", "Detach Thing"],
    ["aws-nuke: I keep getting a DependencyViolation errors!", "AWS::EC2::VPC", "The vpc 'vpc-1' has dependencies and cannot be deleted. (Service: AmazonEC2; Status Code: 400; Error Code: DependencyViolation)", "Detach Thing"],
    ["IAM API reference: DeleteConflict", "AWS::IAM::Role", "Cannot delete entity, must detach all policies first. (Service: AmazonIdentityManagement; Status Code: 409; Error Code: DeleteConflict; Request ID: 1)", "Detach Thing"],
    ["EC2 API reference: network interface in use", "AWS::EC2::Subnet", "Network interface [eni-0123] is currently in use. (Service: AmazonEC2; Status Code: 400; Error Code: InvalidParameterValue)", "Detach Thing"],
  ],
  stateful_protected: [
    ["F5 aws-cloudformation: BucketNotEmpty at stack delete failure", "AWS::S3::Bucket", "The bucket you tried to delete is not empty (Service: Amazon S3; Status Code: 409; Error Code: BucketNotEmpty; Request ID: 0504)", "Empty Thing with all its versions"],
    ["aws-cdk: Cannot delete server access log bucket", "AWS::S3::Bucket", "The bucket you tried to delete is not empty. You must delete all versions in the bucket. (Service: S3, Status Code: 409; Error Code: BucketNotEmpty)", "all its versions"],
    ["RDS User Guide: deleting a DB instance", "AWS::RDS::DBInstance", "Cannot delete protected DB Instance, please disable deletion protection and try again. (Service: AmazonRDS; Status Code: 400; Error Code: InvalidParameterCombination)", "Turn the deletion protection of Thing off"],
    ["DynamoDB Developer Guide: deletion protection", "AWS::DynamoDB::Table", `Resource handler returned message: "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first. (Service: DynamoDb, Status Code: 400)" (HandlerErrorCode: InvalidRequest)`, "deletion protection of Thing"],
    ["serverless: Test our CF deployment assumptions", "AWS::Lambda::Function", "Action denied by stack policy: Statement [#1] does not allow [Update:Modify] for resource [LogicalResourceId/Thing];", "stack's policy protects Thing"],
    ["ECR API reference: RepositoryNotEmptyException", "AWS::ECR::Repository", "The repository with name 'app' in registry with id '1' cannot be deleted because it still contains images (Service: AmazonECR; Status Code: 400; Error Code: RepositoryNotEmptyException)", "Empty Thing"],
  ],
  hook_failed: [
    ["aws-cdk: cdk deploy output hook failure reason if cloudformation failed by hook", "AWS::S3::Bucket", "The following hook(s) failed: [AWSSamples::S3Encrypt::Hook]", "AWSSamples::S3Encrypt::Hook"],
    ["aws-cdk-cli: display CloudFormation Guard Hook failures", "AWS::S3::Bucket", "Hook failed with message: Template failed validation, the following rule(s) failed: AWS_S3_Bucket_AccessControl. Full output was written to s3://test-guard-logs-bucket/cfn-guard-validate-report/AWS--S3--Bucket-AwsS3Bucket/1234567890123.json", "AWS_S3_Bucket_AccessControl"],
  ],
  service_error: [
    ["ec2-spot-workshops: Resource creation with CloudFormation for CI/CD workshop failed", "AWS::EC2::Fleet", "Internal Failure", "AWS::EC2::Fleet"],
    ["CloudFormation registry: handler error codes", "AWS::ApiGateway::Deployment", `Resource handler returned message: "null" (RequestToken: 1, HandlerErrorCode: InternalFailure)`, "deploy again"],
  ],
};

describe.each(Object.entries(samples))("%s", (expected, texts) => {
  it.each(texts)("%s", (_source, resourceType, reason, remedyNames) => {
    const classified = classifyFailure({ logicalId: "Thing", resourceType, reason });
    expect(classified.class).toBe(expected);
    expect(classified.remedy).toContain(remedyNames);
    expect(classified.remedy).toMatch(/^[A-Z].*\.$/s);
  });
});

it("says that it does not know rather than guess", () => {
  expect(classifyFailure({ logicalId: "Thing", resourceType: "AWS::SNS::Topic", reason: "Something nobody has seen." })).toEqual({
    class: "unknown",
    remedy: "Read the reason that AWS gives for Thing, repair it, and deploy again.",
  });
  expect(classifyFailure({ logicalId: "Thing", resourceType: "Custom::Mine", reason: "Something nobody has seen." }).class).toBe("custom_resource");
});

it("has texts for every class", () => {
  expect([...Object.keys(samples), "unknown"].toSorted()).toEqual([...failureClasses].toSorted());
});
