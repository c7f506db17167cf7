import type { Json } from "@windlass/cloudformation/template";
import { CompileError } from "../../diagnostic.js";
import type { KafkaEvent } from "../../3-check/events/kafka.js";
import { alphanumericId, idOf } from "../../4-model/naming.js";
import type { Path } from "../../path.js";
import { eventsOfFunction } from "../event-emitter.js";
import { mappingDependencies } from "../event-source.js";
import { lambdaTarget, type TemplateBuilder } from "../template-builder.js";
import { topicProperties } from "./msk.js";
import { networkInterfaceActions } from "./vpc-access.js";

const maxTopicLength = 158;
type Access = { type: string; prefix: string; right: "network" | "secret" | null };
const accessTypes: Record<string, Access> = {
  vpcSubnet: { type: "VPC_SUBNET", prefix: "subnet:", right: "network" },
  vpcSecurityGroup: { type: "VPC_SECURITY_GROUP", prefix: "security_group:", right: "network" },
  saslPlainAuth: { type: "BASIC_AUTH", prefix: "", right: "secret" },
  saslScram256Auth: { type: "SASL_SCRAM_256_AUTH", prefix: "", right: "secret" },
  saslScram512Auth: { type: "SASL_SCRAM_512_AUTH", prefix: "", right: "secret" },
  clientCertificateTlsAuth: { type: "CLIENT_CERTIFICATE_TLS_AUTH", prefix: "", right: "secret" },
  serverRootCaCertificate: { type: "SERVER_ROOT_CA_CERTIFICATE", prefix: "", right: "secret" },
};

/** `kafka`: a mapping for each topic of a cluster outside AWS, and statements function by function. */
export function emitKafka(builder: TemplateBuilder): void {
  for (const fn of builder.model.functions) {
    const secrets: Json[] = [];
    let isInVpc = false;
    for (const { event, path } of eventsOfFunction(fn, "kafka")) {
      const access = accessOf(event, path);
      builder.add(
        `${idOf(fn.key)}EventSourceMappingKafka${alphanumericId(event.topic).slice(0, maxTopicLength)}`,
        {
          Type: "AWS::Lambda::EventSourceMapping",
          DependsOn: mappingDependencies(builder, fn),
          Properties: {
            FunctionName: lambdaTarget(fn),
            SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: event.bootstrapServers } },
            ...topicProperties(event, path),
            SourceAccessConfigurations: access.map(({ type, uri }) => ({ Type: type, URI: uri })),
            SelfManagedKafkaEventSourceConfig: event.consumerGroupId ? { ConsumerGroupId: event.consumerGroupId } : undefined,
            DestinationConfig: event.onFailureDestination ? { OnFailure: { Destination: event.onFailureDestination } } : undefined,
          },
        },
        path,
      );
      secrets.push(...access.filter(({ right }) => right === "secret").map(({ uri }) => uri));
      isInVpc ||= access.some(({ right }) => right === "network");
    }
    builder.allowEach(["secretsmanager:GetSecretValue"], secrets);
    if (isInVpc) builder.allow(networkInterfaceActions, "*");
  }
}

function accessOf({ accessConfigurations }: KafkaEvent, path: Path): (Access & { uri: string })[] {
  const { vpcSubnet, vpcSecurityGroup } = accessConfigurations;
  if (Boolean(vpcSubnet) !== Boolean(vpcSecurityGroup)) {
    throw new CompileError({ code: "property_missing", message: "vpcSubnet and vpcSecurityGroup need each other", path: [...path, "accessConfigurations"] });
  }
  return Object.entries(accessConfigurations).flatMap(([kind, values]) => {
    const access = accessTypes[kind] ?? { type: kind, prefix: "", right: null };
    return (values ?? []).map((value) => ({ ...access, uri: `${access.prefix}${value}` }));
  });
}
