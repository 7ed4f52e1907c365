using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using ZeroTrust.Schema;

namespace ZeroTrust.Conventions.Tests;

/// <summary>A type of an assembly; for a nested type, its outermost type.</summary>
internal sealed record TypeName(string Room, string Name)
{
    public override string ToString() => $"{Room}.{Name}";
}

/// <summary>
/// The types of an assembly that use other types of it in their code, signatures or attributes. A constant is no use: compilers copy it.
/// </summary>
internal static class TypeUses
{
    public static HashSet<(TypeName User, TypeName Used)> In(Assembly assembly)
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
                .Concat(type.GetGenericParameters().SelectMany(parameter => Constraints(reader, names, parameter)))
                .Concat(type.GetFields().SelectMany(field => reader.GetFieldDefinition(field).DecodeSignature(names, null)))
                .Concat(type.GetMethods().SelectMany(method => Method(file, reader, names, reader.GetMethodDefinition(method))))
                .Concat(Attributes(reader, type).SelectMany(one => names.Of(reader.GetCustomAttribute(one).Constructor)));
            uses.UnionWith(used.Select(one => (user, one)));
        }

        return uses;
    }

    private static IEnumerable<TypeName> Method(PEReader file, MetadataReader reader, NameReader names, MethodDefinition method)
    {
        var signature = method.DecodeSignature(names, null);
        var used = signature
            .ParameterTypes.SelectMany(type => type)
            .Concat(signature.ReturnType)
            .Concat(method.GetGenericParameters().SelectMany(parameter => Constraints(reader, names, parameter)));
        if (method.RelativeVirtualAddress == 0)
        {
            return used;
        }

        var body = file.GetMethodBody(method.RelativeVirtualAddress);
        var locals = body.LocalSignature.IsNil ? [] : reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(names, null);
        return used.Concat(locals.SelectMany(type => type))
            .Concat(body.ExceptionRegions.SelectMany(region => names.Of(region.CatchType)))
            .Concat(
                from token in MethodBodies.Tokens(body.GetILBytes()!)
                where token.Kind != OperandType.InlineString
                from type in names.Of(MetadataTokens.EntityHandle(token.Value))
                select type
            );
    }

    private static IEnumerable<TypeName> Constraints(MetadataReader reader, NameReader names, GenericParameterHandle parameter) =>
        from constraint in reader.GetGenericParameter(parameter).GetConstraints()
        from type in names.Of(reader.GetGenericParameterConstraint(constraint).Type)
        select type;

    private static IEnumerable<CustomAttributeHandle> Attributes(MetadataReader reader, TypeDefinition type) =>
        [
            .. type.GetCustomAttributes(),
            .. type.GetFields().SelectMany(field => reader.GetFieldDefinition(field).GetCustomAttributes()),
            .. type.GetProperties().SelectMany(property => reader.GetPropertyDefinition(property).GetCustomAttributes()),
            .. from handle in type.GetMethods()
            let method = reader.GetMethodDefinition(handle)
            from attribute in method
                .GetCustomAttributes()
                .Concat(method.GetParameters().SelectMany(parameter => reader.GetParameter(parameter).GetCustomAttributes()))
            select attribute,
        ];

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
