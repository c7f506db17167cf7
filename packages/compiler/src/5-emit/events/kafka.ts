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
const accessTypes: Record<string, { type: string; prefix: string; isSecret: boolean }> = {
  vpcSubnet: { type: "VPC_SUBNET", prefix: "subnet:", isSecret: false },
  vpcSecurityGroup: { type: "VPC_SECURITY_GROUP", prefix: "security_group:", isSecret: false },
  saslPlainAuth: { type: "BASIC_AUTH", prefix: "", isSecret: true },
  saslScram256Auth: { type: "SASL_SCRAM_256_AUTH", prefix: "", isSecret: true },
  saslScram512Auth: { type: "SASL_SCRAM_512_AUTH", prefix: "", isSecret: true },
  clientCertificateTlsAuth: { type: "CLIENT_CERTIFICATE_TLS_AUTH", prefix: "", isSecret: true },
  serverRootCaCertificate: { type: "SERVER_ROOT_CA_CERTIFICATE", prefix: "", isSecret: true },
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
      secrets.push(...access.filter(({ isSecret }) => isSecret).map(({ uri }) => uri));
      isInVpc ||= access.some(({ isSecret }) => !isSecret);
    }
    builder.allowEach(["secretsmanager:GetSecretValue"], secrets);
    if (isInVpc) builder.allow(networkInterfaceActions, "*");
  }
}

function accessOf({ accessConfigurations }: KafkaEvent, path: Path): { type: string; uri: string; isSecret: boolean }[] {
  const { vpcSubnet, vpcSecurityGroup } = accessConfigurations;
  if (Boolean(vpcSubnet) !== Boolean(vpcSecurityGroup)) {
    throw new CompileError({ code: "property_missing", message: "vpcSubnet and vpcSecurityGroup need each other", path: [...path, "accessConfigurations"] });
  }
  return Object.entries(accessConfigurations).flatMap(([kind, values]) => {
    const access = accessTypes[kind] ?? { type: kind, prefix: "", isSecret: true };
    return values.map((value) => ({ type: access.type, uri: `${access.prefix}${value}`, isSecret: access.isSecret }));
  });
}
