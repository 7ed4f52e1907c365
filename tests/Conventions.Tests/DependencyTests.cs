using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using ZeroTrust.Cloudflare;
using ZeroTrust.Matching;
using ZeroTrust.Network;
using ZeroTrust.Provider;
using ZeroTrust.Schema;
using ZeroTrust.Syntax;

namespace ZeroTrust.Conventions.Tests;

/// <summary>Dependencies between projects, and between the plugin's namespaces, run one way.</summary>
internal sealed class DependencyTests
{
    private const string Plugin = "ZeroTrust.Provider";

    /// <summary>The plugin's rooms (top-level namespaces), bottom up. A room may use those below it and those on its own line.</summary>
    private static readonly string[][] Rooms =
    [
        [$"{Plugin}.Kernel"],
        [$"{Plugin}.Formats", $"{Plugin}.Shared"],
        [
            $"{Plugin}.Account",
            $"{Plugin}.Connectors",
            $"{Plugin}.Devices",
            $"{Plugin}.FallbackDomains",
            $"{Plugin}.Networks",
            $"{Plugin}.Profiles",
            $"{Plugin}.SplitTunnels",
        ],
        [Plugin],
    ];

    [TestCase(typeof(CloudflareClient), "ZeroTrust.Syntax")]
    [TestCase(typeof(MatchParser), "ZeroTrust.Syntax")]
    [TestCase(typeof(NetworkModel), "ZeroTrust.Matching", "ZeroTrust.Syntax")]
    [TestCase(typeof(IpPrefix))]
    public void A_project_below_the_plugin_references_only_the_allowed_projects(Type project, params string[] others) =>
        Assert.That(
            project
                .Assembly.GetReferencedAssemblies()
                .Select(name => name.Name!)
                .Where(name => name.StartsWith("ZeroTrust.", StringComparison.Ordinal)),
            Is.SubsetOf(others)
        );

    [Test]
    public void Every_room_has_its_level() =>
        Assert.That(
            typeof(Catalog)
                .Assembly.GetTypes()
                .Select(type => type.Namespace)
                .OfType<string>()
                .Where(room => room.StartsWith(Plugin, StringComparison.Ordinal))
                .Distinct(),
            Is.SubsetOf(Rooms.SelectMany(level => level))
        );

    [Test]
    public void A_room_uses_only_what_is_below_it() =>
        Assert.That(
            from use in Uses(typeof(Catalog).Assembly)
            where use.User.Room.Length > 0 && Level(use.User) < Level(use.Used)
            select $"{use.User} uses {use.Used}",
            Is.Empty
        );

    private static int Level(TypeName type) => Array.FindIndex(Rooms, level => level.Contains(type.Room));

    /// <summary>
    /// The types of an assembly that use other types of it in their code, signatures or attributes.
    /// </summary>
    private static HashSet<(TypeName User, TypeName Used)> Uses(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var reader = file.GetMetadataReader();
        var names = new NameReader(reader);
        HashSet<(TypeName, TypeName)> uses = [];
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            var user = names.Of(handle);
            var used = names
                .Of(type.BaseType)
                .Concat(type.GetInterfaceImplementations().SelectMany(one => names.Of(reader.GetInterfaceImplementation(one).Interface)))
                .Concat(type.GetFields().SelectMany(field => reader.GetFieldDefinition(field).DecodeSignature(names, null)))
                .Concat(type.GetMethods().SelectMany(method => Method(file, reader, names, reader.GetMethodDefinition(method))))
                .Concat(
                    type.GetCustomAttributes()
                        .Concat(type.GetProperties().SelectMany(property => reader.GetPropertyDefinition(property).GetCustomAttributes()))
                        .SelectMany(attribute => names.Of(reader.GetCustomAttribute(attribute).Constructor))
                );
            uses.UnionWith(used.Select(one => (user, one)));
        }

        return uses;
    }

    private static IEnumerable<TypeName> Method(PEReader file, MetadataReader reader, NameReader names, MethodDefinition method)
    {
        var signature = method.DecodeSignature(names, null);
        var used = signature.ParameterTypes.SelectMany(type => type).Concat(signature.ReturnType);
        if (method.RelativeVirtualAddress == 0)
        {
            return used;
        }

        var body = file.GetMethodBody(method.RelativeVirtualAddress);
        var locals = body.LocalSignature.IsNil ? [] : reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(names, null);
        return used.Concat(locals.SelectMany(type => type))
            .Concat(MethodBodies.Tokens(body.GetILBytes()!).SelectMany(token => names.Of(MetadataTokens.EntityHandle(token.Value))));
    }

    /// <summary>A type of the assembly; for a nested type, its outermost type.</summary>
    private sealed record TypeName(string Room, string Name)
    {
        public override string ToString() => $"{Room}.{Name}";
    }

    /// <summary>Finds types of the assembly in signatures and tokens.</summary>
    private sealed class NameReader(MetadataReader reader) : ISignatureTypeProvider<ImmutableArray<TypeName>, object?>
    {
        public TypeName Of(TypeDefinitionHandle handle)
        {
            var type = reader.GetTypeDefinition(handle);
            return type.GetDeclaringType() is { IsNil: false } outer
                ? Of(outer)
                : new(reader.GetString(type.Namespace), reader.GetString(type.Name));
        }

        public IEnumerable<TypeName> Of(EntityHandle handle) =>
            handle.IsNil
                ? []
                : handle.Kind switch
                {
                    HandleKind.TypeDefinition => [Of((TypeDefinitionHandle)handle)],
                    HandleKind.TypeSpecification => reader
                        .GetTypeSpecification((TypeSpecificationHandle)handle)
                        .DecodeSignature(this, null),
                    HandleKind.MethodDefinition => [Of(reader.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType())],
                    HandleKind.FieldDefinition => [Of(reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType())],
                    HandleKind.MemberReference => Of(reader.GetMemberReference((MemberReferenceHandle)handle).Parent),
                    HandleKind.MethodSpecification => Specification(reader.GetMethodSpecification((MethodSpecificationHandle)handle)),
                    _ => [],
                };

        public ImmutableArray<TypeName> GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
            [Of(handle)];

        public ImmutableArray<TypeName> GetTypeFromSpecification(
            MetadataReader reader,
            object? genericContext,
            TypeSpecificationHandle handle,
            byte rawTypeKind
        ) => reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public ImmutableArray<TypeName> GetGenericInstantiation(
            ImmutableArray<TypeName> genericType,
            ImmutableArray<ImmutableArray<TypeName>> typeArguments
        ) => [.. genericType, .. typeArguments.SelectMany(argument => argument)];

        public ImmutableArray<TypeName> GetFunctionPointerType(MethodSignature<ImmutableArray<TypeName>> signature) => [];

        public ImmutableArray<TypeName> GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => [];

        public ImmutableArray<TypeName> GetPrimitiveType(PrimitiveTypeCode typeCode) => [];

        public ImmutableArray<TypeName> GetGenericMethodParameter(object? genericContext, int index) => [];

        public ImmutableArray<TypeName> GetGenericTypeParameter(object? genericContext, int index) => [];

        public ImmutableArray<TypeName> GetArrayType(ImmutableArray<TypeName> elementType, ArrayShape shape) => elementType;

        public ImmutableArray<TypeName> GetByReferenceType(ImmutableArray<TypeName> elementType) => elementType;

        public ImmutableArray<TypeName> GetPinnedType(ImmutableArray<TypeName> elementType) => elementType;

        public ImmutableArray<TypeName> GetPointerType(ImmutableArray<TypeName> elementType) => elementType;

        public ImmutableArray<TypeName> GetSZArrayType(ImmutableArray<TypeName> elementType) => elementType;

        public ImmutableArray<TypeName> GetModifiedType(
            ImmutableArray<TypeName> modifier,
            ImmutableArray<TypeName> unmodifiedType,
            bool isRequired
        ) => unmodifiedType;

        private IEnumerable<TypeName> Specification(MethodSpecification method) =>
            Of(method.Method).Concat(method.DecodeSignature(this, null).SelectMany(argument => argument));
    }
}
