/** What CloudFormation asks of a custom resource. */
export type CustomResourceRequest<Properties> = {
  RequestType: "Create" | "Update" | "Delete";
  ResponseURL: string;
  StackId: string;
  RequestId: string;
  LogicalResourceId: string;
  ResourceProperties: Properties;
  OldResourceProperties?: Properties;
};
export type LambdaContext = { invokedFunctionArn: string; logStreamName: string };
export type Place = { partition: string; region: string; accountId: string };

/** What a custom resource does for each request. */
export type CustomResource<Properties> = {
  physicalId: string;
  apply(properties: Properties, previous: Properties | undefined, place: Place): Promise<void>;
  remove(properties: Properties, place: Place): Promise<void>;
};

/** The handler of a custom resource: CloudFormation always gets an answer, or it would wait for an hour. */
export function handlerOf<Properties>(resource: CustomResource<Properties>) {
  return async (request: CustomResourceRequest<Properties>, context: LambdaContext): Promise<void> => {
    try {
      const place = placeOf(context);
      if (request.RequestType === "Delete") await resource.remove(request.ResourceProperties, place);
      else await resource.apply(request.ResourceProperties, request.OldResourceProperties, place);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return answer(request, resource.physicalId, `${message} See details in CloudWatch Log: ${context.logStreamName}`);
    }
    return answer(request, resource.physicalId, null);
  };
}

function placeOf({ invokedFunctionArn }: LambdaContext): Place {
  const [, partition = "aws", , region = "", accountId = ""] = invokedFunctionArn.split(":");
  return { partition, region, accountId };
}

async function answer<Properties>(request: CustomResourceRequest<Properties>, physicalId: string, failure: string | null): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = request;
  const body = { StackId, RequestId, LogicalResourceId, PhysicalResourceId: physicalId, Status: failure === null ? "SUCCESS" : "FAILED", Reason: failure ?? "", Data: {} };
  // The address is signed for an empty content type.
  const response = await fetch(request.ResponseURL, { method: "PUT", headers: { "content-type": "" }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`CloudFormation did not take the answer: ${response.status}`);
}
