using System.Security.Cryptography;
using Assessment.Submission;

namespace Assessment.Tests.Submission;

public sealed class SigningKeyTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("signing-key").FullName;

    string PathTo(string name) => Path.Combine(folder, name);

    [Fact]
    public void The_first_run_makes_a_key_for_its_owner_only_and_the_next_reads_it()
    {
        using var made = SigningKey.ReadOrCreate(PathTo("keys/package.pem"));
        using var read = SigningKey.ReadOrCreate(PathTo("keys/package.pem"));

        Assert.Equal(SigningKey.Fingerprint(made), SigningKey.Fingerprint(read));
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", File.ReadAllText(PathTo("keys/package.pem")), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathTo("keys/package.pem")));
    }

    [Fact]
    public void The_public_half_has_the_same_fingerprint()
    {
        using var key = SigningKey.ReadOrCreate(PathTo("package.pem"));
        File.WriteAllText(PathTo("public.pem"), key.ExportSubjectPublicKeyInfoPem());
        using var published = SigningKey.Read(PathTo("public.pem"));

        Assert.Equal(SigningKey.Fingerprint(key), SigningKey.Fingerprint(published));
    }

    [Fact]
    public void A_key_of_another_curve_is_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        File.WriteAllText(PathTo("other.pem"), other.ExportPkcs8PrivateKeyPem());

        Assert.Equal(
            "other.pem holds no P-256 key in PEM: the key is of another curve than P-256.",
            Assert.Throws<CryptographicException>(() => SigningKey.Read(PathTo("other.pem"))).Message);
    }

    [Fact]
    public void A_file_that_is_no_key_is_refused()
    {
        File.WriteAllText(PathTo("text.pem"), "no key");

        Assert.StartsWith("text.pem holds no P-256 key in PEM", Assert.Throws<CryptographicException>(() => SigningKey.Read(PathTo("text.pem"))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
