using System.Reflection;
using ZeroTrust.Provider.Formats;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Schema;

namespace ZeroTrust.Conventions.Tests;

/// <summary>The coded problems: users look codes up, so every code is documented.</summary>
internal sealed class ProblemTests
{
    private static readonly Type[] Lists = [typeof(InputProblems), typeof(FormatProblems), typeof(Problems)];

    private static IReadOnlyDictionary<string, ProblemKind> Declared { get; } =
        Lists.SelectMany(In).ToDictionary(field => field.Name, Kind);

    [Test]
    public void Codes_are_well_formed_and_unique()
    {
        Assert.That(Declared.Values.Select(kind => kind.Code), Is.Unique.And.All.Match("^ZT[0-9]{3}$"));
    }

    [Test]
    public void Each_list_declares_its_problems_in_the_order_of_their_codes()
    {
        foreach (var list in Lists)
        {
            Assert.That(In(list).Select(field => Kind(field).Code), Is.Ordered.Using<string>(StringComparer.Ordinal), list.Name);
        }
    }

    [Test]
    public void All_problems_are_listed_in_order_and_documented()
    {
        Assert.That(Problems.All, Is.EqualTo(Declared.Values.OrderBy(kind => kind.Code, StringComparer.Ordinal)));
        var page = File.ReadAllText(RepositoryFiles.PathTo("docs", "problems.md"));
        Assert.That(
            Declared.Values.Where(kind => !page.Contains($"</a>{kind.Code} |", StringComparison.Ordinal)).Select(kind => kind.Code),
            Is.Empty,
            "run make generate"
        );
    }

    [Test]
    public void All_problems_have_a_message_and_a_remedy() =>
        Assert.That(Declared.Values.SelectMany(kind => new[] { kind.Title, kind.Remedy }), Is.All.Match(@"^\S.*\.$"));

    [Test]
    public void None_is_unused()
    {
        const BindingFlags All =
            BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var used = typeof(Problems)
            .Assembly.GetTypes()
            .Where(type => !Lists.Contains(type))
            .SelectMany(type => type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
            .SelectMany(MethodBodies.References)
            .OfType<FieldInfo>()
            .Where(field => Lists.Contains(field.DeclaringType))
            .Select(field => field.Name)
            .ToHashSet();

        Assert.That(Declared.Keys.Where(name => !used.Contains(name)), Is.Empty);
    }

    // In the order of their declaration.
    private static IEnumerable<FieldInfo> In(Type list) =>
        list.GetFields(BindingFlags.Static | BindingFlags.Public).Where(field => field.FieldType == typeof(ProblemKind));

    private static ProblemKind Kind(FieldInfo field) => (ProblemKind)field.GetValue(null)!;
}
