module.exports = Promise.resolve({
  service: "sample-js",
  provider: { name: "aws", environment: { GIVEN: process.env.SAMPLE_GIVEN } },
  functions: { hello: { handler: "src/index.handler", events: [{ httpApi: "GET /" }] } },
});
