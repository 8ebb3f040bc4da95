using System.Security.Cryptography;

namespace Assessment.Submission;

/// <summary>The P-256 key that seals packages: a PEM file on one machine, or any other <see cref="ECDsa"/> of that curve.</summary>
public static class SigningKey
{
    const string P256 = "1.2.840.10045.3.1.7";
    static readonly byte[] Prefix = Convert.FromHexString("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    /// <summary>Reads a PKCS#8 PEM file, or makes it on the first run, readable for its owner only.</summary>
    public static ECDsa ReadOrCreate(string path)
    {
        if (!File.Exists(path))
            Create(path);

        return Read(path);
    }

    /// <summary>Reads a private or public key in PEM.</summary>
    /// <exception cref="CryptographicException">The file holds no P-256 key.</exception>
    public static ECDsa Read(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return Checked(key);
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException or PlatformNotSupportedException)
        {
            key.Dispose();
            throw new CryptographicException($"{Path.GetFileName(path)} holds no P-256 key in PEM: {fault.Message}", fault);
        }
    }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo in lower-case hexadecimal.</summary>
    public static string Fingerprint(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    /// <summary>A public key from its SubjectPublicKeyInfo in DER, which for P-256 is always the same prefix and an uncompressed point.</summary>
    /// <exception cref="CryptographicException">It is no P-256 key in this form.</exception>
    internal static ECDsa FromPublic(byte[] subjectPublicKeyInfo)
    {
        if (subjectPublicKeyInfo.Length != Prefix.Length + 64 || !subjectPublicKeyInfo.AsSpan().StartsWith(Prefix))
            throw new CryptographicException("the public key is not a P-256 key in its usual form.");

        var point = new ECPoint { X = subjectPublicKeyInfo[Prefix.Length..^32], Y = subjectPublicKeyInfo[^32..] };
        return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
    }

    /// <summary>The key itself, if it is of the one curve that packages are sealed with.</summary>
    internal static ECDsa Checked(ECDsa key) => key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256
        ? key
        : throw new CryptographicException("the key is of another curve than P-256.");

    static void Create(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        using var file = new StreamWriter(path, options);
        file.Write(key.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
