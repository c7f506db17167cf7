/**
 * The templates by which a Lambda integration turns a request into the function's input. Their text is contract: the
 * functions of services in use read this shape, and a changed text would change every method of a stack.
 */
const common = `
  #define( $loop )
    {
    #foreach($key in $map.keySet())
        #set( $k = $util.escapeJavaScript($key) )
        #set( $v = $util.escapeJavaScript($map.get($key)).replaceAll("\\\\'", "'") )
        "$k":
          "$v"
          #if( $foreach.hasNext ) , #end
    #end
    }
  #end

  {
    "body": $body,
    "method": "$context.httpMethod",
    "principalId": "$context.authorizer.principalId",
    "stage": "$context.stage",

    "cognitoPoolClaims" : {
       extraCognitoPoolClaims
       "sub": "$context.authorizer.claims.sub"
    },

    #set( $map = $context.authorizer )
    "enhancedAuthContext": $loop,

    #set( $map = $input.params().header )
    "headers": $loop,

    #set( $map = $input.params().querystring )
    "query": $loop,

    #set( $map = $input.params().path )
    "path": $loop,

    #set( $map = $context.identity )
    "identity": $loop,

    #set( $map = $stageVariables )
    "stageVariables": $loop,

    "requestPath": "$context.resourcePath"
  }
`;

const json = `
    #set( $body = $input.json("$") )

    ${common}
  `;

const form = `
    #define( $body )
      {
      #foreach( $token in $input.path('$').split('&') )
        #set( $keyVal = $token.split('=') )
        #set( $keyValSize = $keyVal.size() )
        #if( $keyValSize >= 1 )
          #set( $key = $util.escapeJavaScript($util.urlDecode($keyVal[0])) )
          #if( $keyValSize >= 2 )
            #set($val = $util.escapeJavaScript($util.urlDecode($keyVal[1])).replaceAll("\\\\'","'"))
          #else
            #set( $val = '' )
          #end
          "$key": "$val"#if($foreach.hasNext),#end
        #end
      #end
      }
    #end

    ${common}
  `;

/** The default templates by content type. */
export const defaultRequestTemplates: Readonly<Record<string, string>> = {
  "application/json": json,
  "application/x-www-form-urlencoded": form,
};

/** Puts the claims of a Cognito pool that a method asks for into its template. */
export function withClaims(template: string, claims: string[]): string {
  const lines = claims.map((claim) => {
    const colon = claim.indexOf(":");
    return colon < 0 ? `"${claim}": "$context.authorizer.claims.${claim}"` : `"${claim.slice(colon + 1)}": "$context.authorizer.claims['${claim}']"`;
  });
  // The function keeps `$` in a claim from being read as a pattern of the replacement.
  return template.replace("extraCognitoPoolClaims", () => (lines.length === 0 ? "" : `${lines.join(",")},`));
}
