using ZeroTrust.Conventions.Tests.Lower;
using ZeroTrust.Conventions.Tests.Upper;

namespace ZeroTrust.Conventions.Tests
{
    /// <summary>No way of using a type goes unnoticed.</summary>
    internal sealed class TypeUsesTests
    {
        [TestCase(typeof(BaseType))]
        [TestCase(typeof(InterfaceType))]
        [TestCase(typeof(FieldType))]
        [TestCase(typeof(PropertyType))]
        [TestCase(typeof(ParameterType))]
        [TestCase(typeof(GenericArgument))]
        [TestCase(typeof(TypeConstraint<>))]
        [TestCase(typeof(MethodConstraint))]
        [TestCase(typeof(Call))]
        [TestCase(typeof(Lambda))]
        [TestCase(typeof(TypeTest))]
        [TestCase(typeof(TypeOf))]
        [TestCase(typeof(CaughtType))]
        [TestCase(typeof(AttributeOfType))]
        [TestCase(typeof(AttributeOfProperty))]
        [TestCase(typeof(AttributeOfMethod))]
        [TestCase(typeof(AttributeOfParameter))]
        public void A_use_is_found(Type user) =>
            Assert.That(
                from use in TypeUses.In(typeof(TypeUsesTests).Assembly)
                where use.User == new TypeName(user.Namespace!, user.Name) && use.Used.Room == typeof(Thing).Namespace
                select use.Used,
                Is.Not.Empty
            );
    }
}

namespace ZeroTrust.Conventions.Tests.Upper
{
    internal interface IThing;

    internal enum Level
    {
        Low,
        High,
    }

    internal class Thing
    {
        public static void Make() { }
    }

    internal sealed class ThingException : Exception;

    [AttributeUsage(AttributeTargets.All)]
    internal sealed class MarkAttribute : Attribute;
}

namespace ZeroTrust.Conventions.Tests.Lower
{
    internal sealed class BaseType : Thing;

    internal sealed class InterfaceType : IThing;

    internal sealed class FieldType
    {
        public readonly Level Field = Level.High;
    }

    internal sealed class PropertyType
    {
        public Thing? Property { get; init; }
    }

    internal abstract class ParameterType
    {
        public abstract void Method(Thing[] parameter);
    }

    internal abstract class GenericArgument
    {
        public abstract IReadOnlyList<Thing> Method();
    }

    internal sealed class TypeConstraint<T>
        where T : IThing;

    internal abstract class MethodConstraint
    {
        public abstract void Method<T>()
            where T : IThing;
    }

    internal static class Call
    {
        public static void Method() => Thing.Make();
    }

    internal static class Lambda
    {
        public static Action Method(Action before) =>
            () =>
            {
                before();
                Thing.Make();
            };
    }

    internal static class TypeTest
    {
        public static bool Method(object value) => value is Thing;
    }

    internal static class TypeOf
    {
        public static Type Method() => typeof(Thing);
    }

    internal static class CaughtType
    {
        public static void Method(Action action)
        {
            try
            {
                action();
            }
            catch (ThingException) { }
        }
    }

    [Mark]
    internal static class AttributeOfType;

    internal sealed class AttributeOfProperty
    {
        [Mark]
        public int Property { get; init; }
    }

    internal static class AttributeOfMethod
    {
        [Mark]
        public static void Method() { }
    }

    internal static class AttributeOfParameter
    {
        public static void Method([Mark] int parameter) => _ = parameter;
    }
}
