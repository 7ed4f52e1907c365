using ZeroTrust.Schema;

if (args is not [var examplesFolder, var schemaPath, var problemsPath, var endpointsPath])
{
    Console.Error.WriteLine(
        "Usage: ZeroTrust.Schema EXAMPLES SCHEMA_JSON PROBLEMS_MD ENDPOINTS_MD\nWrites the package schema, the page of coded problems and the page of endpoints from the provider's code; the examples in the schema are regions of the C# files in a folder.");
    return 1;
}

File.WriteAllText(schemaPath, SchemaWriter.Write(ExampleCode.Load(examplesFolder)));
File.WriteAllText(problemsPath, ProblemsPage.Write());
File.WriteAllText(endpointsPath, EndpointsPage.Write());
return 0;
