using System.CommandLine;
using System.Security.Cryptography;
using Assessment.Host.Commands;
using Assessment.Register;
using Assessment.Submission;

namespace Assessment.Tests.Submission;

public sealed class VerifyCommandTests : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("verify").FullName;

    string PathTo(string name) => Path.Combine(folder, name);

    public async Task InitializeAsync()
    {
        await File.WriteAllBytesAsync(PathTo("package.zip"), await Packages.Write(A.Submission()));
        await File.WriteAllTextAsync(PathTo("key.pem"), Packages.Key.ExportSubjectPublicKeyInfoPem());
        await File.WriteAllBytesAsync(PathTo("ledger.jsonl"), LedgerChain.Write(A.Ledger(), withDetails: true));
    }

    [Fact]
    public async Task A_valid_package_ends_with_0_and_shows_the_fingerprint()
    {
        var (code, output, _) = await Run("package.zip");

        Assert.Equal(0, code);
        Assert.Contains($"Signed with the key {SigningKey.Fingerprint(Packages.Key)}", output, StringComparison.Ordinal);
        Assert.Contains("Anybody can make a key", output, StringComparison.Ordinal);
        Assert.EndsWith("The package is valid.\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_key_and_the_ledger_everything_is_checked()
    {
        var (code, output, _) = await Run("package.zip", "--key", PathTo("key.pem"), "--ledger", PathTo("ledger.jsonl"));

        Assert.Equal(0, code);
        Assert.Contains("ok    The signature was made with the given key", output, StringComparison.Ordinal);
        Assert.Contains("ok    The secretariat's ledger begins with the ledger of the package", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Anybody can make a key", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_key_ends_with_1_and_says_so()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(PathTo("other.pem"), other.ExportSubjectPublicKeyInfoPem());
        var (code, output, _) = await Run("package.zip", "--key", PathTo("other.pem"));

        Assert.Equal(1, code);
        Assert.Contains("The package is NOT valid: The package was signed with another key", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.zip")]
    [InlineData("key.pem")]
    public async Task A_file_that_is_missing_or_no_package_ends_with_1(string name)
    {
        var (code, output, _) = await Run(name);

        Assert.Equal(1, code);
        Assert.Contains("The package is NOT valid", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--key", "ledger.jsonl", "ledger.jsonl holds no P-256 key in PEM")]
    [InlineData("--key", "missing.pem", "missing.pem")]
    [InlineData("--ledger", "key.pem", "Line 1 of the ledger is not an entry")]
    public async Task A_key_or_ledger_that_cannot_be_read_ends_with_1(string option, string name, string expected)
    {
        var (code, _, error) = await Run("package.zip", option, PathTo(name));

        Assert.Equal(1, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    async Task<(int Code, string Output, string Error)> Run(string package, params string[] options)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await VerifyCommand.Create().Parse([PathTo(package), .. options]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
