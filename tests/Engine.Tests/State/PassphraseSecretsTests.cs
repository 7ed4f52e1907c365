using System.Text.Json.Nodes;
using ZeroTrust.Engine.State;
using ZeroTrust.Engine.Tests.Recordings;

namespace ZeroTrust.Engine.Tests.State;

internal sealed class PassphraseSecretsTests
{
    private const string Passphrase = "correct-horse";

    private static readonly JsonNode Recorded = JsonNode.Parse(Recording.State("02-up-create"))!["deployment"]!;

    private static string Salt => Recorded["secrets_providers"]!["state"]!["salt"]!.GetValue<string>();

    private static string Ciphertext(string name, string property) =>
        Recorded["resources"]!.AsArray().Single(resource => resource!["urn"]!.GetValue<string>().EndsWith(name, StringComparison.Ordinal))![
            "outputs"
        ]![property]!["ciphertext"]!.GetValue<string>();

    [TestCase("zerotrust::default_0_1_0", "apiToken", "\"canary-token\"")]
    [TestCase("zerotrust::lab", "apiToken", "\"lab-token\"")]
    [TestCase("WarpConnectorTunnel::berlin-tunnel", "tunnelSecret", "\"c2VjcmV0LXNlY3JldA==\"")]
    [TestCase("WarpConnectorTunnel::berlin-tunnel", "status", "\"inactive\"")]
    public void It_decrypts_secrets_encrypted_by_pulumi(string resource, string property, string json) =>
        Assert.That(PassphraseSecrets.Open(Passphrase, Salt).Decrypt(Ciphertext(resource, property)), Is.EqualTo(json));

    [Test]
    public void It_decrypts_its_own_secrets()
    {
        var stored = PassphraseSecrets.Create("swordfish");
        var ciphertext = stored.Encrypt("läuft");

        Assert.That(PassphraseSecrets.Open("swordfish", stored.Salt).Decrypt(ciphertext), Is.EqualTo("läuft"));
    }

    [Test]
    public void Encrypting_the_same_string_twice_gives_different_results()
    {
        var secrets = PassphraseSecrets.Open(Passphrase, Salt);

        Assert.That(Enumerable.Range(0, 3).Select(_ => secrets.Encrypt("text")), Is.Unique);
    }

    [Test]
    public void A_wrong_passphrase_is_detected_immediately() =>
        Assert.That(
            () => PassphraseSecrets.Open("wrong", Salt),
            Throws.TypeOf<EngineException>().With.Message.Contains("PULUMI_CONFIG_PASSPHRASE")
        );

    [TestCase("v1:AAAA")]
    [TestCase("not a secret")]
    [TestCase("v1:Iono8RBCnPTsiqXP:m5I9l5kRFRL83KIPfDNwpgmNN70phM1v2JoOnhEc1/cg7IkCYCE=")]
    public void The_error_about_a_damaged_secret_does_not_contain_it(string ciphertext) =>
        Assert.That(
            () => PassphraseSecrets.Open(Passphrase, Salt).Decrypt(ciphertext),
            Throws.TypeOf<EngineException>().With.Message.Not.Contains(ciphertext)
        );
}
