using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Schema;

namespace ZeroTrust.Conventions.Tests;

/// <summary>The kernel would serve any provider: what is special about this one is registered with it.</summary>
internal sealed class KernelTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] ProductWords =
    [
        "account",
        "certificate",
        "cidr",
        "cloudflare",
        "connector",
        "device",
        "domain",
        "fallback",
        "gateway",
        "network",
        "policy",
        "precedence",
        "profile",
        "registration",
        "route",
        "split",
        "tunnel",
        "warp",
        "zone",
    ];

    [Test]
    public void No_name_in_the_kernel_has_a_word_of_the_product() =>
        Assert.That(
            from type in typeof(ResourceType).Assembly.GetTypes()
            where type.Namespace == typeof(ResourceType).Namespace && !type.IsDefined(typeof(CompilerGeneratedAttribute))
            from name in NamesIn(type)
            where HasProductWord(name)
            select $"{type.Name}: {name}",
            Is.Empty
        );

    [Test]
    public void No_message_of_the_kernel_has_a_word_of_the_product() =>
        Assert.That(
            from type in typeof(ResourceType).Assembly.GetTypes()
            where type.Namespace == typeof(ResourceType).Namespace
            from method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared))
            from text in MethodBodies.Strings(method)
            where HasProductWord(text)
            select $"{type.Name}: {text}",
            Is.Empty
        );

    private static bool HasProductWord(string text) =>
        Regex.Matches(text, "[A-Z]?[a-z]+").Any(word => ProductWords.Contains(word.Value.ToLowerInvariant().TrimEnd('s')));

    private static IEnumerable<string> NamesIn(Type type) =>
        type.GetMembers(Declared)
            .SelectMany(member =>
                member is MethodBase method
                    ? method.GetParameters().Select(one => one.Name).OfType<string>().Prepend(member.Name)
                    : [member.Name]
            )
            .Append(type.Name)
            .Distinct();
}
