using ZeroTrust.Schema;

if (args is not [var schemaPath, var problemsPath, var endpointsPath])
{
    Console.Error.WriteLine(
        "Usage: ZeroTrust.Schema SCHEMA_JSON PROBLEMS_MD ENDPOINTS_MD\nWrites the package schema, the page of coded problems and the page of endpoints from the provider's code.");
    return 1;
}

File.WriteAllText(schemaPath, SchemaWriter.Write());
File.WriteAllText(problemsPath, ProblemsPage.Write());
File.WriteAllText(endpointsPath, EndpointsPage.Write());
return 0;
