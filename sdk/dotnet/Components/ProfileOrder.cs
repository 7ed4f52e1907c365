namespace Pulumi.ZeroTrust;

/// <summary>
/// Numbers profiles in the order in which they are to be tried, so that a program says who comes before whom, and putting one in front is
/// one edited line.
/// </summary>
/// <remarks>
/// <para>No two profiles of an account may share a precedence. The steps between the numbers leave room for profiles of others: other
/// stacks, the dashboard.</para>
/// <para>A name put in anywhere but last moves all that follow by one step. That is one update: the provider first moves aside a profile
/// that is in the way of another, if the same update moves it too. One that the update does not move is left alone, and the update is
/// refused with its name.</para>
/// <para>A profile keeps its precedence until it is deleted, which comes last in an update. After a refresh (<c>pulumi up --refresh</c>) the
/// provider knows which profiles that will be, and moves them aside as well. Without one, take the profile out of the program first, and its
/// name out of the order in a later update; until then the name just keeps its place.</para>
/// </remarks>
/// <example>
/// <code>
/// var order = new ProfileOrder("connectors", "contractors", "staff");
/// var staff = new ManagedProfile("staff", new() { Precedence = order["staff"] }); // 30
/// </code>
/// </example>
public sealed class ProfileOrder
{
    private readonly string[] _names;

    /// <summary>Puts profiles in order.</summary>
    /// <param name="names">Names of the program's choice, the one that is tried first in front.</param>
    /// <exception cref="ArgumentException">A name is empty, or there more than once.</exception>
    public ProfileOrder(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        _names = [.. names];
        foreach (var (place, name) in _names.Select((name, place) => (place, name)))
        {
            if (string.IsNullOrWhiteSpace(name))
            {
                throw new ArgumentException($"The name in place {place + 1} of the profile order is empty.", nameof(names));
            }

            if (Array.IndexOf(_names, name) is var first && first < place)
            {
                throw new ArgumentException(
                    $"'{name}' is in the profile order twice, in places {first + 1} and {place + 1}; keep one.", nameof(names));
            }
        }
    }

    /// <summary>Precedence of the first profile.</summary>
    /// <value>0 or more; default 10.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Start
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 10;

    /// <summary>From one precedence to the next.</summary>
    /// <value>1 or more; default 10.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int Step
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 10;

    /// <summary>The precedence of a profile.</summary>
    /// <param name="name">One of the names in the order.</param>
    /// <exception cref="ArgumentException">The order has no such name.</exception>
    /// <exception cref="OverflowException">The precedence is larger than an <see cref="int"/>.</exception>
    public int this[string name] => Array.IndexOf(_names, name) is var place and >= 0
        ? checked(Start + (place * Step))
        : throw new ArgumentException(
            $"The profile order has no '{name}', only {string.Join(", ", _names.Select(known => $"'{known}'"))}; "
            + "add it where it is to be tried.", nameof(name));
}
