namespace ZeroTrust.Simulator;

/// <summary>An API token and what it may do.</summary>
/// <param name="Value">The bearer value.</param>
/// <param name="Permissions">Names of permission groups, see <see cref="Simulator.Permissions"/>.</param>
public sealed record SimulatorToken(string Value, params IReadOnlyList<string> Permissions);
