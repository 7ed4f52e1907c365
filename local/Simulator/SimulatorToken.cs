namespace ZeroTrust.Simulator;

/// <summary>An API token and its permissions.</summary>
/// <param name="Value">The bearer value.</param>
/// <param name="Permissions">Names of permission groups, see <see cref="Simulator.Permissions"/>.</param>
public sealed record SimulatorToken(string Value, params IReadOnlyList<string> Permissions);
