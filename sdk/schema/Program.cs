using ZeroTrust.Schema;

if (args is not [var schemaPath, var problemsPath])
{
    Console.Error.WriteLine("Usage: ZeroTrust.Schema SCHEMA_JSON PROBLEMS_MD\nWrites the package schema and the page of coded problems from the provider's records.");
    return 1;
}

File.WriteAllText(schemaPath, SchemaWriter.Write());
File.WriteAllText(problemsPath, ProblemsPage.Write());
return 0;
