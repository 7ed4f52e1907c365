using ZeroTrust.Syntax;

namespace ZeroTrust.Matching;

/// <summary>Finds values that parse but that no device is likely to have.</summary>
internal static class MatchLint
{
    private static readonly string[] OsNames = ["windows", "mac", "linux", "ios", "android", "chromeos"];

    /// <summary>A sentence that says why the value looks wrong for the field, or null.</summary>
    public static string? Warning(MatchField field, string value)
    {
        if (value is ['"', .., '"'])
        {
            return $"The value itself contains quotation marks; write {MatchPrinter.Quote(value.Trim('"'))} unless they are part of it.";
        }

        if (Characters.FirstInvisible(value) is >= 0 and var index)
        {
            return $"The value contains the invisible character {Characters.NameAt(value, index)}; remove it.";
        }

        return field switch
        {
            _ when field == MatchField.OsName => OsName(value),
            _ when field == MatchField.OsVersion => OsVersion(value),
            _ when field == MatchField.Email => Email(value),
            _ when field == MatchField.ServiceTokenUuid && !Ids.IsUuid(value) =>
                "A service token is identified by its UUID, such as \"f174e90a-fafe-4643-bbbc-4a0ed4fc8415\".",
            _ when field == MatchField.SamlAttributes && !value.Contains('=', StringComparison.Ordinal) =>
                "A SAML attribute is written as \"name=value\".",
            _ => null,
        };
    }

    private static string? OsName(string value)
    {
        if (OsNames.Contains(value) || value.Length == 0)
        {
            return null;
        }

        var meant = value.ToLowerInvariant() switch
        {
            "macos" or "osx" or "darwin" => "mac",
            "win" or "win10" or "win11" => "windows",
            "chrome" or "chrome os" => "chromeos",
            var lower => Suggestion.For(lower, OsNames),
        };

        return meant is null
            ? $"os.name is one of {string.Join(", ", OsNames)}."
            : $"os.name is \"{meant}\" in lower case; other spellings may never match.";
    }

    private static string? OsVersion(string value)
    {
        var parts = value.Split('.', '-', '+');
        if (parts.Length >= 3 && parts[..3].All(part => Digits.AreDecimal(part)))
        {
            return null;
        }

        return value.Split('.') is { Length: < 3 } numbers && numbers.All(number => Digits.AreDecimal(number))
            ? $"os.version is a semantic version; write \"{value}{string.Concat(Enumerable.Repeat(".0", 3 - numbers.Length))}\"."
            : "os.version is a semantic version, such as \"1.2.0\".";
    }

    private static string? Email(string value) =>
        value switch
        {
            "" => null,
            "warp_connector@cloudflareaccess.com" or "non_identity@cloudflareaccess.com" =>
                $"The team is missing; write \"{value.Replace("@", "@<team>.", StringComparison.Ordinal)}\" with your team name.",
            ['@', ..] or ['*', ..] => "identity.email is a full email address without wildcards: no device has this one. "
                + "Match a group instead, such as any(identity.groups.name[*] == \"staff\").",
            _ when !value.Contains('@', StringComparison.Ordinal) => "identity.email is a full email address.",
            _ => null,
        };
}
