using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Assessment.Access;

/// <summary>
/// A secret from which the tokens of personal links are derived, so that a mail that is composed twice carries the same link and no
/// register has to hold it. Everything is made for one purpose: a link is no form token, and a form token no code.
/// </summary>
public sealed class PersonalLinkKey
{
    public const int LeastBytes = 32;
    const int CodeDigits = 6;

    readonly byte[] secret;

    public PersonalLinkKey(string id, byte[] secret)
    {
        if (secret.Length < LeastBytes)
        {
            throw new ArgumentException($"The key '{id}' of personal links has {secret.Length} bytes; it needs at least {LeastBytes}.", nameof(secret));
        }

        (Id, this.secret) = (id, secret);
    }

    public string Id { get; }

    /// <summary>The token of a link: 256 bits, safe in an address.</summary>
    public string Token(string linkAddress) => Text("link", linkAddress);

    /// <summary>What the browser keeps that gave the right code.</summary>
    public string Browser(string linkAddress, int code) => Text("browser", $"{linkAddress}/{code}");

    /// <summary>The one-time code of a number: six digits.</summary>
    public string Code(string linkAddress, int code)
    {
        var bytes = Mac("code", $"{linkAddress}/{code}");
        return (BitConverter.ToUInt64(bytes) % 1_000_000).ToString($"D{CodeDigits}", System.Globalization.CultureInfo.InvariantCulture);
    }

    public string Text(string purpose, string about) => Base64Url.EncodeToString(Mac(purpose, about));

    byte[] Mac(string purpose, string about) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{purpose}\n{about}"));
}

/// <summary>The keys in use: new links are made with the first, and links of the others go on until they end.</summary>
public sealed class PersonalLinkKeys(IReadOnlyList<PersonalLinkKey> keys)
{
    public PersonalLinkKey Current { get; } = keys.Count > 0
        ? keys[0]
        : throw new ArgumentException("There is no key for personal links.", nameof(keys));

    public PersonalLinkKey? Find(string id) => keys.FirstOrDefault(key => key.Id == id);

    /// <summary>Reads a setting: ID:BASE64 for each key, separated by semicolons, the current one first.</summary>
    public static PersonalLinkKeys Parse(string setting) => new(
    [
        .. setting.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ParseKey),
    ]);

    /// <summary>A key that follows from another secret of this machine.</summary>
    public static PersonalLinkKeys DerivedFrom(byte[] secret) => new(
    [
        new PersonalLinkKey("derived", HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, PersonalLinkKey.LeastBytes, info: "personal links"u8.ToArray())),
    ]);

    static PersonalLinkKey ParseKey(string text) => text.Split(':', 2) is [{ Length: > 0 } id, var secret]
        && Convert.FromBase64String(secret) is var bytes
            ? new PersonalLinkKey(id, bytes)
            : throw new FormatException("A key of personal links is written as ID:BASE64.");
}

/// <summary>Secrets are compared by their hashes in constant time.</summary>
public static class SecretHash
{
    public static string Of(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static bool Matches(string secret, string hash)
        => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Of(secret)), Encoding.UTF8.GetBytes(hash));
}
