using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace ZeroTrust.Engine.State;

/// <summary>Encrypts secrets with a key derived from a passphrase, in the format of Pulumi's passphrase secrets provider.</summary>
public sealed class PassphraseSecrets
{
    private const string Version = "v1";
    private const string Probe = "pulumi";
    private const int SaltBytes = 8;
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int Rounds = 1_000_000;

    // Deriving a key is slow on purpose, so each key is derived once per process.
    private static readonly ConcurrentDictionary<(string Passphrase, string Salt), byte[]> Keys = new();

    private readonly byte[] _key;

    private PassphraseSecrets(byte[] key, string salt)
    {
        _key = key;
        Salt = salt;
    }

    /// <summary>The stored salt, with an encrypted known string that detects a wrong passphrase.</summary>
    public string Salt { get; }

    /// <summary>Creates a key with a random salt.</summary>
    public static PassphraseSecrets Create(string passphrase)
    {
        var salt = Convert.ToBase64String(RandomNumberGenerator.GetBytes(SaltBytes));
        var key = DeriveKey(passphrase, salt);
        return new(key, $"{Version}:{salt}:{Encrypt(key, Probe)}");
    }

    /// <summary>Derives the key of a stored <see cref="Salt"/>.</summary>
    /// <exception cref="EngineException">The passphrase is wrong, or the stored salt is malformed.</exception>
    public static PassphraseSecrets Open(string passphrase, string storedSalt)
    {
        var parts = storedSalt.Split(':', 3);
        if (parts.Length != 3 || parts[0] != Version)
        {
            throw new EngineException(
                $"The stored encryption salt '{storedSalt}' is not of the form v1:SALT:CHECK; restore it from version control."
            );
        }
        var key = DeriveKey(passphrase, parts[1]);
        try
        {
            if (Decrypt(key, parts[2]) == Probe)
            {
                return new(key, storedSalt);
            }
        }
        catch (CryptographicException)
        {
            // The check value did not decrypt: report the wrong passphrase below.
        }
        throw new EngineException(
            "The passphrase does not match this stack's secrets; set PULUMI_CONFIG_PASSPHRASE to the one that the stack was created with."
        );
    }

    /// <summary>
    /// The passphrase in <c>PULUMI_CONFIG_PASSPHRASE</c>, or in the file that <c>PULUMI_CONFIG_PASSPHRASE_FILE</c> names, without the white
    /// space around it; null if neither is set.
    /// </summary>
    /// <param name="environment">Returns environment variables.</param>
    public static string? PassphraseIn(Func<string, string?> environment) =>
        environment("PULUMI_CONFIG_PASSPHRASE")
        ?? (environment("PULUMI_CONFIG_PASSPHRASE_FILE") is { Length: > 0 } file ? File.ReadAllText(file).Trim() : null);

    /// <summary>Encrypts a string, with a new nonce each time.</summary>
    public string Encrypt(string plaintext) => Encrypt(_key, plaintext);

    /// <summary>Decrypts a result of <see cref="Encrypt(string)"/>.</summary>
    /// <exception cref="EngineException">The value was encrypted with another key, or is damaged.</exception>
    public string Decrypt(string ciphertext)
    {
        try
        {
            return Decrypt(_key, ciphertext);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            throw new EngineException("A stored secret cannot be decrypted: it was encrypted with another key, or is damaged.", e);
        }
    }

    private static byte[] DeriveKey(string passphrase, string salt) =>
        Keys.GetOrAdd(
            (passphrase, salt),
            static pair =>
                Rfc2898DeriveBytes.Pbkdf2(pair.Passphrase, Convert.FromBase64String(pair.Salt), Rounds, HashAlgorithmName.SHA256, KeyBytes)
        );

    private static string Encrypt(byte[] key, string plaintext)
    {
        var clear = Encoding.UTF8.GetBytes(plaintext);
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        var sealedBytes = new byte[clear.Length + TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, clear, sealedBytes.AsSpan(0, clear.Length), sealedBytes.AsSpan(clear.Length));
        return $"{Version}:{Convert.ToBase64String(nonce)}:{Convert.ToBase64String(sealedBytes)}";
    }

    private static string Decrypt(byte[] key, string ciphertext)
    {
        var parts = ciphertext.Split(':');
        if (parts.Length != 3 || parts[0] != Version)
        {
            throw new FormatException("An encrypted value has the form v1:NONCE:CIPHERTEXT.");
        }
        var sealedBytes = Convert.FromBase64String(parts[2]);
        if (sealedBytes.Length < TagBytes)
        {
            throw new FormatException("An encrypted value ends with a 16-byte tag.");
        }
        var clear = new byte[sealedBytes.Length - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(Convert.FromBase64String(parts[1]), sealedBytes.AsSpan(0, clear.Length), sealedBytes.AsSpan(clear.Length), clear);
        return Encoding.UTF8.GetString(clear);
    }
}
