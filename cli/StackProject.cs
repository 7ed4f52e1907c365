using ZeroTrust.Provider.Shared;

namespace ZeroTrust.Cli;

/// <summary>The project file of a C# stack that zt writes.</summary>
internal static class StackProject
{
    /// <summary>The reference to the published SDK, which depends on the package Pulumi.</summary>
    public static string PackageReference => $"<PackageReference Include=\"Pulumi.ZeroTrust\" Version=\"{Package.Version}\" />";

    public static string Write(string reference) =>
        $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                {reference}
              </ItemGroup>
            </Project>

            """;
}
