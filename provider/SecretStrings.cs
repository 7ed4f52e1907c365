using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider;

/// <summary>Collects the strings that are marked secret, so that messages can redact them.</summary>
internal static class SecretStrings
{
    /// <summary>Every string inside a secret, at any depth.</summary>
    public static List<string> Of(PropertyValue value)
    {
        List<string> found = [];
        Collect(value, isSecret: false, found);
        return found;
    }

    private static void Collect(PropertyValue value, bool isSecret, List<string> found)
    {
        switch (value)
        {
            case PropertySecret secret:
                Collect(secret.Inner, isSecret: true, found);
                break;
            case PropertyOutput { Value: { } inner } output:
                Collect(inner, isSecret || output.IsSecret, found);
                break;
            case PropertyMap map:
                foreach (var (_, member) in map)
                {
                    Collect(member, isSecret, found);
                }

                break;
            case PropertyArray items:
                foreach (var item in items)
                {
                    Collect(item, isSecret, found);
                }

                break;
            case PropertyString text when isSecret:
                found.Add(text.Value);
                break;
        }
    }
}
