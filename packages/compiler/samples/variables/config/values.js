module.exports.computed = `computed-${1 + 1}`;
module.exports.asked = async ({ options, resolveConfigurationProperty, resolveVariable }) =>
  [options.stage, await resolveConfigurationProperty(["custom", "prefix"]), await resolveVariable("self:service")].join("/");
