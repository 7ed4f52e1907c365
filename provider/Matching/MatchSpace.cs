namespace ZeroTrust.Matching;

/// <summary>
/// Decides which expressions cover others, from the expressions alone. A scalar field has one of the values named in the expressions or
/// some other value; an array contains each named value or does not.
/// </summary>
/// <remarks>
/// For values that no expression names, tests other than equality (<c>contains</c>, <c>matches</c>) are assumed to be independent of each
/// other. This admits devices that cannot exist, so an expression reported as covered is covered, but not every covered one is found.
/// </remarks>
internal sealed class MatchSpace
{
    // Far more than real expressions need. Beyond it, an expression counts as not covered.
    private const int MaxSteps = 20_000;

    private readonly IReadOnlyList<Condition> _conditions;
    private readonly Dictionary<MatchField, Dictionary<string, int>> _values = [];
    private readonly Dictionary<MatchField, int> _scalars = [];
    private readonly Dictionary<(MatchField Field, string Test), int> _facts = [];

    public MatchSpace(IReadOnlyList<MatchExpression> expressions)
    {
        foreach (var test in expressions.SelectMany(MatchReferences.Tests))
        {
            foreach (var value in MatchReferences.Values(test))
            {
                var values = ValuesOf(test.Field);
                values.TryAdd(value, values.Count);
            }
        }

        _conditions = [.. expressions.Select(Read)];
    }

    /// <summary>Number of candidate devices examined.</summary>
    public long Steps { get; private set; }

    /// <summary>
    /// The fewest earlier expressions that together match every device that the expression matches. Empty when it matches no device at all;
    /// null when a device is left over or the search gave up.
    /// </summary>
    /// <param name="index">Index of the expression.</param>
    /// <param name="before">Indexes of the earlier expressions.</param>
    public IReadOnlyList<int>? Covering(int index, IReadOnlyList<int> before)
    {
        // Find a device that the expression matches and the takers so far do not; either another earlier expression takes it or nothing
        // does.
        var search = new Search(this);
        var takers = new List<int>();
        while (search.Find(_conditions[index], takers) is { } device)
        {
            var taker = -1;
            foreach (var candidate in before)
            {
                Steps++;
                if (_conditions[candidate].Holds(device) is true && !takers.Contains(candidate))
                {
                    taker = candidate;
                    break;
                }
            }

            if (taker < 0)
            {
                return null;
            }

            takers.Add(taker);
        }

        return search.GaveUp ? null : Fewest(search, index, takers);
    }

    private List<int>? Fewest(Search search, int index, List<int> takers)
    {
        bool Suffice(List<int> some) => search.Find(_conditions[index], some) is null && !search.GaveUp;

        if (Suffice([]))
        {
            return [];
        }

        foreach (var taker in takers)
        {
            if (Suffice([taker]))
            {
                return [taker];
            }
        }

        var fewest = takers.ToList();
        foreach (var taker in takers)
        {
            List<int> others = [.. fewest.Where(one => one != taker)];
            if (Suffice(others))
            {
                fewest = others;
            }
        }

        fewest.Sort();
        return fewest;
    }

    private Dictionary<string, int> ValuesOf(MatchField field)
    {
        if (!_values.TryGetValue(field, out var values))
        {
            _values[field] = values = new(StringComparer.Ordinal);
        }

        return values;
    }

    private Condition Read(MatchExpression expression) =>
        expression switch
        {
            // Flat, as a search walks the operands at every step.
            And and => new AllOf([.. and.Operands.Select(Read)]),
            Or or => new OneOf([.. or.Operands.Select(Read)]),
            Not(var operand) => new Opposite(Read(operand)),
            Any(var test) => Element(test),

            // Cloudflare may refuse this form, and does not document whether it tests one value or all.
            FieldTest { Field.IsArray: true } test => FactOf(test.Field, test.ToString()),
            FieldTest test => Scalar(test),
            _ => throw new ArgumentException($"'{expression}' is of an unknown kind; please report this.", nameof(expression)),
        };

    private Condition Scalar(FieldTest test)
    {
        if (test is Compare { Operator: MatchOperator.NotEqual } unequal)
        {
            return new Opposite(Scalar(unequal with { Operator = MatchOperator.Equal }));
        }

        if (!_scalars.TryGetValue(test.Field, out var field))
        {
            _scalars[test.Field] = field = _scalars.Count;
        }

        return new OneValue(field, Meeting(test), IsEquality(test) ? null : FactOf(test.Field, test.ToString()));
    }

    // True for an element with a named value, or for one with another value.
    private OneOf Element(FieldTest test)
    {
        var names = ValuesOf(test.Field);
        var named = IsEquality(test) ? MatchReferences.Values(test) : names.Keys.Where(value => MatchEvaluator.Holds(test, value));
        IEnumerable<Condition> other = test switch
        {
            _ when IsEquality(test) => [],
            Compare { Operator: MatchOperator.NotEqual } => [FactOf(test.Field, "another value")],
            _ => [FactOf(test.Field, test.ToString())],
        };
        return new([.. named.Select(value => FactOf(test.Field, MatchPrinter.Quote(value))), .. other]);
    }

    private HashSet<int> Meeting(FieldTest test)
    {
        var values = ValuesOf(test.Field);
        return IsEquality(test)
            ? [.. MatchReferences.Values(test).Select(value => values[value])]
            : [.. values.Where(value => MatchEvaluator.Holds(test, value.Key)).Select(value => value.Value)];
    }

    private Fact FactOf(MatchField field, string test)
    {
        if (!_facts.TryGetValue((field, test), out var fact))
        {
            _facts[(field, test)] = fact = _facts.Count;
        }

        return new(fact);
    }

    private static bool IsEquality(FieldTest test) => test is In or Compare { Operator: MatchOperator.Equal };

    /// <summary>A partially determined device.</summary>
    private sealed class Device(int scalars, int facts)
    {
        /// <summary>A value that no expression names.</summary>
        public const int Other = -1;

        /// <summary>Index of each field's value; null while undetermined.</summary>
        public int?[] Values { get; } = new int?[scalars];

        public bool?[] Facts { get; } = new bool?[facts];

        public void Complete()
        {
            for (var i = 0; i < Values.Length; i++)
            {
                Values[i] ??= Other;
            }

            for (var i = 0; i < Facts.Length; i++)
            {
                Facts[i] ??= false;
            }
        }
    }

    private abstract class Condition
    {
        public abstract bool? Holds(Device device);

        /// <summary>An undetermined part to decide next, and the value to try first.</summary>
        public abstract (Condition Part, bool Wanted) Open(Device device, bool wanted);

        /// <summary>Values of a field that the condition distinguishes from others.</summary>
        public virtual IEnumerable<int> Named(int scalar) => [];
    }

    private sealed class AllOf(Condition[] parts) : Condition
    {
        public override bool? Holds(Device device)
        {
            bool? all = true;
            foreach (var part in parts)
            {
                all &= part.Holds(device);
                if (all is false)
                {
                    return false;
                }
            }

            return all;
        }

        public override (Condition, bool) Open(Device device, bool wanted) =>
            Array.Find(parts, part => part.Holds(device) is null)!.Open(device, wanted);

        public override IEnumerable<int> Named(int scalar) => parts.SelectMany(part => part.Named(scalar));
    }

    private sealed class OneOf(Condition[] parts) : Condition
    {
        public override bool? Holds(Device device)
        {
            bool? one = false;
            foreach (var part in parts)
            {
                one |= part.Holds(device);
                if (one is true)
                {
                    return true;
                }
            }

            return one;
        }

        public override (Condition, bool) Open(Device device, bool wanted) =>
            Array.Find(parts, part => part.Holds(device) is null)!.Open(device, wanted);

        public override IEnumerable<int> Named(int scalar) => parts.SelectMany(part => part.Named(scalar));
    }

    private sealed class Opposite(Condition part) : Condition
    {
        public override bool? Holds(Device device) => !part.Holds(device);

        public override (Condition, bool) Open(Device device, bool wanted) => part.Open(device, !wanted);

        public override IEnumerable<int> Named(int scalar) => part.Named(scalar);
    }

    /// <summary>True when the value of a scalar field is one of the accepted values.</summary>
    /// <param name="other">Whether a value that no expression names is accepted; null means never.</param>
    private sealed class OneValue(int scalar, HashSet<int> accepted, Fact? other) : Condition
    {
        public int Scalar => scalar;

        public IEnumerable<int> Accepted => accepted;

        public override bool? Holds(Device device) =>
            device.Values[scalar] switch
            {
                null => null,
                Device.Other => other is null ? false : other.Holds(device),
                { } value => accepted.Contains(value),
            };

        public override (Condition, bool) Open(Device device, bool wanted) =>
            device.Values[scalar] is null ? (this, wanted) : (other!, wanted);

        public override IEnumerable<int> Named(int named) => named == scalar ? accepted : [];
    }

    private sealed class Fact(int index) : Condition
    {
        public int Index => index;

        public override bool? Holds(Device device) => device.Facts[index];

        public override (Condition, bool) Open(Device device, bool wanted) => (this, wanted);
    }

    /// <summary>Searches for a device by backtracking: determines one value at a time.</summary>
    private sealed class Search(MatchSpace space)
    {
        private int _left = MaxSteps;

        public bool GaveUp => _left < 0;

        /// <summary>
        /// A device that matches the condition and none of the others; null when there is none or the search gave up.
        /// </summary>
        public Device? Find(Condition condition, List<int> without)
        {
            Condition[] goals = [condition, .. without.Select(index => new Opposite(space._conditions[index]))];
            var device = new Device(space._scalars.Count, space._facts.Count);
            if (!Fix(goals, device) || GaveUp)
            {
                return null;
            }

            device.Complete();
            return device;
        }

        private bool Fix(Condition[] goals, Device device)
        {
            space.Steps++;
            if (--_left < 0)
            {
                return true;
            }

            Condition? open = null;
            foreach (var goal in goals)
            {
                switch (goal.Holds(device))
                {
                    case false:
                        return false;
                    case null:
                        open ??= goal;
                        break;
                }
            }

            return open is null
                || open.Open(device, wanted: true) switch
                {
                    (Fact fact, var wanted) => Fix(goals, device, fact, wanted) || Fix(goals, device, fact, !wanted) || Unfix(device, fact),
                    (OneValue value, var wanted) => Fix(goals, device, value, wanted),
                    _ => throw new InvalidOperationException("Only tests of fields can be open; please report this."),
                };
        }

        private bool Fix(Condition[] goals, Device device, Fact fact, bool wanted)
        {
            device.Facts[fact.Index] = wanted;
            return Fix(goals, device);
        }

        private static bool Unfix(Device device, Fact fact)
        {
            device.Facts[fact.Index] = null;
            return false;
        }

        private bool Fix(Condition[] goals, Device device, OneValue test, bool wanted)
        {
            // All values that no goal names are equivalent.
            var rest = goals.SelectMany(goal => goal.Named(test.Scalar)).Except(test.Accepted);
            var choices = wanted ? test.Accepted.Append(Device.Other).Concat(rest) : rest.Prepend(Device.Other).Concat(test.Accepted);
            foreach (var choice in choices)
            {
                device.Values[test.Scalar] = choice;
                if (Fix(goals, device))
                {
                    return true;
                }
            }

            device.Values[test.Scalar] = null;
            return false;
        }
    }
}
