using ZeroTrust.Sdk.Generator;

return GeneratorCommand.Create().Parse(args).Invoke();
