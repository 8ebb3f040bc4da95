using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Assessment.Submission;

/// <summary>The signature over the exact bytes of manifest.json, with the key that made it.</summary>
public sealed record ManifestSignature
{
    public const string FileName = "manifest.sig";
    public const string P256WithSha256 = "ECDSA-P256-SHA256";

    static readonly BigInteger GroupOrder = new(
        Convert.FromHexString("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"), isUnsigned: true, isBigEndian: true);

    public required string Algorithm { get; init; }

    /// <summary>SHA-256 of the public key's SubjectPublicKeyInfo: what people compare.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>SubjectPublicKeyInfo in DER, Base64.</summary>
    public required string PublicKey { get; init; }

    /// <summary>The ASN.1 sequence of r and s in DER, as openssl takes it, with the smaller of the two possible s; Base64.</summary>
    public required string Signature { get; init; }

    public static ManifestSignature Of(byte[] manifest, ECDsa key) => new()
    {
        Algorithm = P256WithSha256,
        Fingerprint = SigningKey.Fingerprint(key),
        PublicKey = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()),
        Signature = Convert.ToBase64String(Der(key.SignData(manifest, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))),
    };

    /// <summary>Reads manifest.sig; anything but the one canonical form of a signature is a fault.</summary>
    /// <exception cref="FormatException">The message says what is wrong.</exception>
    public static ManifestSignature Read(byte[] file)
    {
        try
        {
            var signature = JsonSerializer.Deserialize<ManifestSignature>(file, CanonicalJson.Options);
            return signature is not null && file.AsSpan().SequenceEqual(CanonicalJson.Write(signature))
                ? signature
                : throw new FormatException($"{FileName} is not in canonical form.");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new FormatException($"{FileName} is not a signature: {fault.Message}", fault);
        }
    }

    /// <summary>Why this is no signature of the manifest, or null.</summary>
    public string? Fault(byte[] manifest)
    {
        if (Algorithm != P256WithSha256)
            return $"{FileName} names the algorithm '{Algorithm}'; only {P256WithSha256} is known.";

        try
        {
            using var key = SigningKey.FromPublic(Exact(PublicKey));
            if (SigningKey.Fingerprint(key) != Fingerprint)
                return $"The fingerprint in {FileName} is not that of its public key.";

            return key.VerifyData(manifest, P1363(Exact(Signature)), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
                ? null
                : $"The signature in {FileName} does not fit {Manifest.FileName}.";
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException or AsnContentException)
        {
            return $"{FileName} is damaged: {fault.Message}";
        }
    }

    /// <summary>Base64 has several spellings of the same bytes; only the usual one is taken.</summary>
    static byte[] Exact(string base64)
    {
        var bytes = Convert.FromBase64String(base64);
        return Convert.ToBase64String(bytes) == base64 ? bytes : throw new FormatException("the Base64 text is not in its usual form.");
    }

    /// <summary>With s, also n - s would be valid; taking only the smaller keeps others from making a second signature out of the first.</summary>
    static byte[] Der(byte[] p1363)
    {
        var s = Unsigned(p1363.AsSpan(32));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(Unsigned(p1363.AsSpan(0, 32)));
            writer.WriteInteger(BigInteger.Min(s, GroupOrder - s));
        }

        return writer.Encode();
    }

    static byte[] P1363(byte[] der)
    {
        var reader = new AsnReader(der, AsnEncodingRules.DER);
        var sequence = reader.ReadSequence();
        var (r, s) = (sequence.ReadInteger(), sequence.ReadInteger());
        sequence.ThrowIfNotEmpty();
        reader.ThrowIfNotEmpty();

        if (r.Sign <= 0 || r >= GroupOrder || s.Sign <= 0 || s > GroupOrder / 2)
            throw new FormatException("the numbers of the signature are out of range.");

        return [.. Fixed(r), .. Fixed(s)];
    }

    static BigInteger Unsigned(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    static byte[] Fixed(BigInteger number)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }
}
