using ZeroTrust.Schema;

if (args is not [var examplesFolder, var schemaPath, var problemsPath, var endpointsPath, var permissionsPath])
{
    Console.Error.WriteLine(
        """
        Usage: ZeroTrust.Schema EXAMPLES SCHEMA_JSON PROBLEMS_MD ENDPOINTS_MD PERMISSIONS_MD
        Writes the package schema and the pages of problems, endpoints and permissions from the provider's code. The examples in the schema
        are regions of the files in the folder EXAMPLES.
        """
    );
    return 1;
}

File.WriteAllText(schemaPath, SchemaWriter.Write(ExampleCode.Load(examplesFolder)));
File.WriteAllText(problemsPath, ProblemsPage.Write());
File.WriteAllText(endpointsPath, EndpointsPage.Write());
File.WriteAllText(permissionsPath, PermissionsPage.Write());
return 0;
