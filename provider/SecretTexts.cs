using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider;

/// <summary>Finds what the engine or the user has marked secret, so that no message repeats it.</summary>
internal static class SecretTexts
{
    /// <summary>Every text within a secret, wherever in the value it is.</summary>
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
