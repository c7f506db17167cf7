/** A resource's properties, as the template has them. */
export type Properties = Record<string, unknown>;

/** `unknown` where a size is not in the table or not written out. */
type Price = { perHour: number; what: string } | "free" | "unknown";

export const hoursPerDay = 24;
/** As AWS counts a month for prices by the month. */
const hoursPerMonth = 730;

/*
 * List prices of us-east-1 on demand in November 2026, in US dollars an hour. Other regions differ by up to a half, and discounts
 * are not known: good enough to see that an idle preview costs $3 a day and not $0.
 */
const instanceHours = {
  db: { "t3.micro": 0.017, "t3.small": 0.034, "t3.medium": 0.068, "t3.large": 0.136, "t4g.micro": 0.016, "t4g.small": 0.032, "t4g.medium": 0.065, "t4g.large": 0.129, "m5.large": 0.171, "m6g.large": 0.152, "r5.large": 0.24, "r6g.large": 0.215 },
  cache: { "t3.micro": 0.017, "t3.small": 0.034, "t3.medium": 0.068, "t4g.micro": 0.016, "t4g.small": 0.032, "t4g.medium": 0.065, "m5.large": 0.156, "m6g.large": 0.149, "r5.large": 0.216, "r6g.large": 0.206 },
  ec2: { "t3.nano": 0.0052, "t3.micro": 0.0104, "t3.small": 0.0208, "t3.medium": 0.0416, "t3.large": 0.0832, "t4g.nano": 0.0042, "t4g.micro": 0.0084, "t4g.small": 0.0168, "t4g.medium": 0.0336, "t4g.large": 0.0672, "m5.large": 0.096, "m6g.large": 0.077, "c5.large": 0.085 },
} as const;
const gp2GigabyteMonth = 0.115;
const auroraUnitHour = 0.12;
const readUnitHour = 0.00013;
const writeUnitHour = 0.00065;
/** Of provisioned concurrency, a gigabyte for an hour on x86. */
const provisionedGigabyteHour = 0.0000041667 * 3_600;

const each = (perHour: number, what: string): Price => ({ perHour, what });
const monthly = (perMonth: number, what: string): Price => each(perMonth / hoursPerMonth, what);

/** What one resource of a type costs an hour, by its properties. */
export const idlePrices: Readonly<Record<string, (properties: Properties) => Price>> = {
  "AWS::EC2::NatGateway": () => each(0.045, "NAT gateway"),
  "AWS::EC2::EIP": () => each(0.005, "public address"),
  "AWS::EC2::Instance": ({ InstanceType }) => byClass("ec2", InstanceType, 1),
  "AWS::EC2::VPCEndpoint": endpointPrice,
  "AWS::EC2::TransitGatewayAttachment": () => each(0.05, "transit gateway attachment"),
  "AWS::EC2::VPNConnection": () => each(0.05, "VPN connection"),
  "AWS::RDS::DBInstance": databasePrice,
  "AWS::RDS::DBCluster": clusterPrice,
  "AWS::ElastiCache::CacheCluster": ({ CacheNodeType, NumCacheNodes }) => byClass("cache", CacheNodeType, countOf(NumCacheNodes, 1)),
  "AWS::ElastiCache::ReplicationGroup": replicationPrice,
  "AWS::ElasticLoadBalancingV2::LoadBalancer": ({ Type }) => (Type === "gateway" ? each(0.0125, "gateway load balancer") : each(0.0225, "load balancer")),
  "AWS::ElasticLoadBalancing::LoadBalancer": () => each(0.025, "classic load balancer"),
  "AWS::KMS::Key": () => monthly(1, "key"),
  "AWS::KMS::ReplicaKey": () => monthly(1, "key"),
  "AWS::SecretsManager::Secret": () => monthly(0.4, "secret"),
  "AWS::CloudWatch::Alarm": ({ Period }) => (countOf(Period, 60) < 60 ? monthly(0.3, "alarm by seconds") : monthly(0.1, "alarm")),
  "AWS::CloudWatch::CompositeAlarm": () => monthly(0.5, "composite alarm"),
  "AWS::CloudWatch::Dashboard": () => monthly(3, "dashboard"),
  "AWS::Route53::HostedZone": () => monthly(0.5, "hosted zone"),
  "AWS::Route53::HealthCheck": () => monthly(0.5, "health check"),
  "AWS::WAFv2::WebACL": ({ Rules }) => monthly(5 + (Array.isArray(Rules) ? Rules.length : 0), "web ACL with its rules"),
  "AWS::DynamoDB::Table": tablePrice,
  "AWS::DynamoDB::GlobalTable": ({ BillingMode }) => (BillingMode === "PAY_PER_REQUEST" ? "free" : "unknown"),
  "AWS::Kinesis::Stream": ({ StreamModeDetails, ShardCount }) => (modeOf(StreamModeDetails) === "ON_DEMAND" ? each(0.04, "stream on demand") : times(0.015, ShardCount, "shard")),
  "AWS::Lambda::Alias": concurrencyPrice,
  "AWS::Lambda::Version": concurrencyPrice,
  "AWS::ApiGateway::Stage": ({ CacheClusterEnabled }) => (CacheClusterEnabled === true ? "unknown" : "free"),
  "AWS::Transfer::Server": () => each(0.3, "transfer server"),
  "AWS::GlobalAccelerator::Accelerator": () => each(0.025, "accelerator"),
};

function byClass(kind: keyof typeof instanceHours, written: unknown, count: number): Price {
  if (typeof written !== "string" || Number.isNaN(count)) return "unknown";
  const name = written.replace(/^(db|cache)\./, "");
  const perHour = Object.entries(instanceHours[kind]).find(([known]) => known === name)?.[1];
  return perHour === undefined ? "unknown" : each(perHour * count, `${count} × ${written}`);
}

/** A number, or one that is written as text; `otherwise` where it is left out, NaN where it is known only later. */
function countOf(value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise;
  return typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
}

function times(perHour: number, count: unknown, what: string): Price {
  const number = countOf(count, 1);
  return Number.isNaN(number) ? "unknown" : each(perHour * number, `${number} × ${what}`);
}

/** Gateway endpoints are free; interface endpoints cost for each zone that they are in. */
function endpointPrice({ VpcEndpointType, SubnetIds }: Properties): Price {
  if (VpcEndpointType === undefined || VpcEndpointType === "Gateway") return "free";
  return Array.isArray(SubnetIds) ? times(0.01, SubnetIds.length, "endpoint in a zone") : "unknown";
}

function databasePrice({ DBInstanceClass, MultiAZ, AllocatedStorage, DBClusterIdentifier }: Properties): Price {
  if (DBInstanceClass === "db.serverless") return "free";
  const machine = byClass("db", DBInstanceClass, MultiAZ === true || MultiAZ === "true" ? 2 : 1);
  const gigabytes = DBClusterIdentifier === undefined ? countOf(AllocatedStorage, 20) : 0;
  if (machine === "free" || machine === "unknown" || Number.isNaN(gigabytes)) return "unknown";
  return each(machine.perHour + (gigabytes * gp2GigabyteMonth) / hoursPerMonth, `${machine.what}${gigabytes > 0 ? ` with ${gigabytes} GB` : ""}`);
}

/** What a cluster costs by itself: its least capacity where it is serverless; instances are resources of their own. */
function clusterPrice({ ServerlessV2ScalingConfiguration, ScalingConfiguration }: Properties): Price {
  if (ServerlessV2ScalingConfiguration === undefined) return ScalingConfiguration === undefined ? "free" : "unknown";
  const least = typeof ServerlessV2ScalingConfiguration === "object" && ServerlessV2ScalingConfiguration !== null && "MinCapacity" in ServerlessV2ScalingConfiguration ? ServerlessV2ScalingConfiguration.MinCapacity : undefined;
  const units = countOf(least, Number.NaN);
  return Number.isNaN(units) ? "unknown" : each(units * auroraUnitHour, `${units} Aurora capacity units`);
}

function replicationPrice({ CacheNodeType, NumCacheClusters, NumNodeGroups, ReplicasPerNodeGroup }: Properties): Price {
  const nodes = NumNodeGroups === undefined ? countOf(NumCacheClusters, 1) : countOf(NumNodeGroups, 1) * (1 + countOf(ReplicasPerNodeGroup, 0));
  return byClass("cache", CacheNodeType, nodes);
}

/** A table without a mode has provisioned capacity. */
function tablePrice({ BillingMode, ProvisionedThroughput, GlobalSecondaryIndexes }: Properties): Price {
  if (BillingMode === "PAY_PER_REQUEST") return "free";
  const indexes: unknown[] = Array.isArray(GlobalSecondaryIndexes) ? GlobalSecondaryIndexes : [];
  const throughputs = [ProvisionedThroughput, ...indexes.map((index) => (isRecord(index) ? index["ProvisionedThroughput"] : undefined))];
  const units = throughputs.map((one) => (isRecord(one) ? { read: countOf(one["ReadCapacityUnits"], Number.NaN), write: countOf(one["WriteCapacityUnits"], Number.NaN) } : { read: Number.NaN, write: Number.NaN }));
  const [read, write] = [units.reduce((sum, one) => sum + one.read, 0), units.reduce((sum, one) => sum + one.write, 0)];
  return Number.isNaN(read + write) ? "unknown" : each(read * readUnitHour + write * writeUnitHour, `${read} read and ${write} write units`);
}

/** The memory is the function's, which is another resource: a gigabyte is counted, which most have at the most. */
function concurrencyPrice({ ProvisionedConcurrencyConfig }: Properties): Price {
  if (ProvisionedConcurrencyConfig === undefined) return "free";
  const count = isRecord(ProvisionedConcurrencyConfig) ? countOf(ProvisionedConcurrencyConfig["ProvisionedConcurrentExecutions"], Number.NaN) : Number.NaN;
  return Number.isNaN(count) ? "unknown" : each(count * provisionedGigabyteHour, `${count} × provisioned concurrency of 1 GB`);
}

function modeOf(details: unknown): unknown {
  return isRecord(details) ? details["StreamMode"] : undefined;
}

function isRecord(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
