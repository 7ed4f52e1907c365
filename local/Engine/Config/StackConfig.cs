using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Config;

/// <summary>The contents of <c>Pulumi.STACK.yaml</c>. Saving drops the file's comments.</summary>
public sealed class StackConfig
{
    private const string SaltKey = "encryptionsalt";
    private const string ConfigKey = "config";
    private const string SecureKey = "secure";

    private readonly string _path;
    private readonly YamlMappingNode _root;

    private StackConfig(string path, YamlMappingNode root)
    {
        _path = path;
        _root = root;
    }

    /// <summary>Salt of the key that encrypts the file's secrets; null when there is none yet.</summary>
    public string? EncryptionSalt => _root.Text(SaltKey);

    private YamlMappingNode Values => _root.Map(ConfigKey) ?? new YamlMappingNode();

    /// <summary>Reads a stack's file. A missing file is an empty configuration.</summary>
    public static StackConfig Load(Project project, string stack)
    {
        var path = Path.Combine(project.StackConfigDirectory, $"Pulumi.{stack}.yaml");
        return new(path, File.Exists(path) ? Yaml.Load(path) : new YamlMappingNode());
    }

    /// <summary>All values, decrypted.</summary>
    public IReadOnlyDictionary<string, ConfigValue> Read(PassphraseSecrets secrets) =>
        Values.Children.ToDictionary(child => child.Key.ToString(), child => Decrypt(child.Value, secrets));

    /// <summary>Sets a value and saves the file.</summary>
    public void Set(string key, ConfigValue value, PassphraseSecrets secrets)
    {
        var values = Values;
        _root.Children[new YamlScalarNode(ConfigKey)] = values;
        values.Children[new YamlScalarNode(key)] = value.Secret
            ? new YamlMappingNode(new YamlScalarNode(SecureKey), new YamlScalarNode(secrets.Encrypt(value.Value)))
            : Scalar(value.Value);
        SaveSalt(secrets.Salt);
    }

    /// <summary>Removes a value and saves the file.</summary>
    public void Remove(string key)
    {
        Values.Children.Remove(new YamlScalarNode(key));
        Yaml.Save(_root, _path);
    }

    /// <summary>Saves the salt of the key that encrypts new secrets.</summary>
    public void SaveSalt(string salt)
    {
        _root.Children[new YamlScalarNode(SaltKey)] = new YamlScalarNode(salt);
        Yaml.Save(_root, _path);
    }

    internal static ConfigValue Plain(YamlNode node) =>
        node is YamlScalarNode scalar ? new(scalar.Value ?? "") : new(Yaml.ToJson(node, _ => null)?.ToJsonString() ?? "null");

    private static ConfigValue Decrypt(YamlNode node, PassphraseSecrets secrets)
    {
        var secret = false;
        string? Reveal(YamlNode inner)
        {
            if (inner is not YamlMappingNode { Children.Count: 1 } map || map.Text(SecureKey) is not { } ciphertext)
            {
                return null;
            }
            secret = true;
            return secrets.Decrypt(ciphertext);
        }

        if (Reveal(node) is { } whole)
        {
            return new(whole, Secret: true);
        }
        return node is YamlScalarNode ? Plain(node) : new(Yaml.ToJson(node, Reveal)?.ToJsonString() ?? "null", secret);
    }

    // A string that looks like a number or a boolean is quoted, so that other tools read it as a string.
    private static YamlScalarNode Scalar(string text) =>
        new(text)
        {
            Style =
                text.Length == 0
                || Yaml.ToJson(new YamlScalarNode(text), _ => null)?.GetValueKind() != System.Text.Json.JsonValueKind.String
                    ? ScalarStyle.DoubleQuoted
                    : ScalarStyle.Any,
        };
}
