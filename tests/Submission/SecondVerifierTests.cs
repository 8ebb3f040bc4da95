using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Assessment.Register;
using Assessment.Submission;

namespace Assessment.Tests.Submission;

/// <summary>A program that follows docs/package.md in another language, and shares nothing with ours, comes to the same judgement.</summary>
public sealed class SecondVerifierTests : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("second-verifier").FullName;

    public Task InitializeAsync() => Task.CompletedTask;

    [Fact]
    public async Task It_accepts_what_we_seal()
    {
        var content = A.Submission();
        var withheld = Packages.Second with { Signed = [.. content.SignOffs.SelectMany(signOff => A.SignedItems(content, signOff)).Select(item => item with { Withheld = item.Content.Code == "R07" })] };
        byte[][] packages =
        [
            await Packages.Write(content),
            await Packages.Write(content, facts: withheld),
            await Packages.Write(content with { Version = 1 }),
            await Packages.Write(A.Nothing() with { Version = 1 }, []),
            await Packages.Write(A.Signed(WithOddNumbers(content))),
        ];

        foreach (var package in packages)
        {
            Assert.Null((await PackageVerification.Verify(new MemoryStream(package))).FirstFault);
            var (code, output) = await Second(package);
            Assert.StartsWith($"valid, signed with {SigningKey.Fingerprint(Packages.Key)}: version ", output, StringComparison.Ordinal);
            Assert.Equal(0, code);
        }
    }

    public static TheoryData<string> Tamperings => [.. Tampered.All.Keys];

    [Theory]
    [MemberData(nameof(Tamperings))]
    public async Task It_names_the_same_kind_of_fault(string tampering)
    {
        var (kind, change) = Tampered.All[tampering];
        var package = await change();
        var (code, output) = await Second(package);

        Assert.Equal(kind, (await PackageVerification.Verify(new MemoryStream(package))).FaultKind);
        Assert.StartsWith($"NOT valid ({kind}): ", output, StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task It_compares_the_key_with_a_fingerprint()
    {
        var package = await Packages.Write(A.Submission());

        Assert.Equal(0, (await Second(package, SigningKey.Fingerprint(Packages.Key))).Code);
        Assert.StartsWith("NOT valid (key): ", (await Second(package, new string('0', 64))).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_compares_a_correction_with_the_package_that_is_superseded()
    {
        var first = await Packages.Write(A.Submission() with { Version = 1 }, [.. A.Ledger().Take(10)]);
        var other = await Packages.Write(A.Submission() with { Version = 1, Secretariat = "Another" }, [.. A.Ledger().Take(10)]);
        var reader = new StoredZipReader(new MemoryStream(first));
        var digest = Measure.Of(reader.ReadAll(reader.Entries.Single(entry => entry.Name == "manifest.json"))).Sha256;
        var second = await Packages.Write(A.Submission(), facts: Packages.Second with { Supersedes = Packages.Second.Supersedes! with { ManifestSha256 = digest } });
        var path = Path.Combine(folder, "previous.zip");

        await File.WriteAllBytesAsync(path, first);
        var (code, output) = await Second(second, "--previous", path);
        Assert.Equal(0, code);
        Assert.EndsWith($"version 2, supersedes version 1 (digest {digest}) because: R01 of PDRM named a wrong circular.", output, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(path, other);
        Assert.StartsWith("NOT valid (previous): ", (await Second(second, "--previous", path)).Output, StringComparison.Ordinal);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Numbers that programs like to write in several ways.</summary>
    static SubmissionContent WithOddNumbers(SubmissionContent content)
    {
        decimal[] odd = [0.1m, 1e-7m, 0.000001m, 1e21m, 123456789012345680000m, 0.3333333333333333333333333333m, -2.50m, 1e16m];
        return content with
        {
            Recommendations =
            [
                .. content.Recommendations.Select(recommendation => recommendation.Code != "R01" ? recommendation : recommendation with
                {
                    Figures = [.. odd.Select((value, index) => A.Figure("PDRM", $"R01.{index}", "Odd \u00e9\u007f\t\"\\ number", value))],
                }),
            ],
        };
    }

    async Task<(int Code, string Output)> Second(byte[] package, params string[] options)
    {
        var path = Path.Combine(folder, "package.zip");
        await File.WriteAllBytesAsync(path, package);
        using var process = Start([Repository.PathTo("tests", "verify_package.py"), path, .. options]);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, (await output + await error).Trim());
    }

    static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            throw new InvalidOperationException("The second verifier needs python3 and openssl on the path; on Debian: apt-get install python3 openssl.", fault);
        }
    }
}

/// <summary>Packages that somebody changed: without the key, or with it.</summary>
static class Tampered
{
    static readonly Lazy<Task<byte[]>> Package = new(() => Packages.Write(A.Submission()));

    public static IReadOnlyDictionary<string, (string Kind, Func<Task<byte[]>> Change)> All { get; } = new SortedDictionary<string, (string, Func<Task<byte[]>>)>(StringComparer.Ordinal)
    {
        ["no archive at all"] = ("archive", () => Task.FromResult("not a package"u8.ToArray())),
        ["cut off"] = ("archive", () => Bytes(package => package[..^30])),
        ["a name that leads elsewhere"] = ("archive", () => Bytes(package => Replaced(package, "statistics.xlsx", "../tistics.xlsx"))),
        ["a file twice"] = ("archive", () => Bytes(package => Replaced(package, "document.docx", "manifest.json"))),
        ["another manifest"] = ("signature", () => File("manifest.json", bytes => Replaced(bytes, "\"version\":2", "\"version\":3"))),
        ["a signature with a line feed"] = ("signature", () => File("manifest.sig", bytes => [.. bytes, (byte)'\n'])),
        ["a fingerprint of another key"] = ("signature", () => Json("manifest.sig", signature => signature["fingerprint"] = new string('0', 64), reseal: false)),
        ["no signature"] = ("signature", () => Files(files => files.RemoveAt(files.Count - 1))),
        ["a manifest with a space"] = ("manifest", () => Sealed(files => Set(files, "manifest.json", bytes => [.. bytes, (byte)' ']))),
        ["a manifest of another format"] = ("manifest", () => Json("manifest.json", manifest => manifest["format"] = "assessment-package/9")),
        ["a manifest without its ledger"] = ("manifest", () => Json("manifest.json", manifest => manifest.AsObject().Remove("ledger"))),
        ["a second version of nothing"] = ("manifest", () => Json("manifest.json", manifest => manifest.AsObject().Remove("supersedes"))),
        ["a second version without a reason"] = ("manifest", () => Json("manifest.json", manifest => manifest["supersedes"]!["reason"] = " ")),
        ["a file more"] = ("files", () => Files(files => files.Add(("evidence/E-0004.pdf", [1])))),
        ["a file less"] = ("files", () => Files(files => files.RemoveAt(3))),
        ["two files swapped"] = ("files", () => Files(files => (files[0], files[1]) = (files[1], files[0]))),
        ["a changed file"] = ("contents", () => File("document.docx", bytes => [.. bytes[..^1], 1])),
        ["a longer file"] = ("contents", () => File("ledger.jsonl", bytes => [.. bytes, 0])),
        ["a document with the key of somebody else"] = ("document", () => Sealed(files => Set(files, "document.docx", bytes => Replaced(bytes, SigningKey.Fingerprint(Packages.Key), new string('0', 64))))),
        ["evidence under a number twice"] = ("evidence", () => Json("manifest.json", manifest => manifest["evidence"]![1]!["number"] = "E-0001")),
        ["evidence that the index does not know"] = ("evidence", () => Json("manifest.json", manifest => manifest["evidence"]!.AsArray().RemoveAt(2))),
        ["a ledger entry less"] = ("ledger", () => Ledger(lines => lines.RemoveAt(3))),
        ["a ledger that ends early"] = ("ledger", () => Ledger(lines => lines.RemoveAt(11))),
        ["a ledger with another subject"] = ("ledger", () => Ledger(lines => lines[2] = lines[2].Replace("/R02", "/R03", StringComparison.Ordinal))),
        ["a ledger that is dated back"] = ("ledger", () => Ledger(DateBack)),
        ["decisions with a space"] = ("decisions", () => Sealed(files => Set(files, "decisions.json", bytes => [.. bytes, (byte)' ']))),
        ["an item twice"] = ("decisions", () => Json("decisions.json", decisions => decisions["items"]!.AsArray().Add(decisions["items"]![0]!.DeepClone()))),
        ["an item with evidence that is not there"] = ("decisions", () => Json("decisions.json", decisions => decisions["items"]![0]!["evidence"]![0] = "E-0009")),
        ["an item signed by somebody else"] = ("decisions", () => Json("decisions.json", decisions => decisions["items"]![0]!["signed"]!["by"] = "somebody else")),
        ["an item that nobody signed after all"] = ("decisions", () => Json("decisions.json", decisions => decisions["items"]![0]!.AsObject().Remove("signed"))),
        ["an acceptance before the receipt"] = ("decisions", () => Json("decisions.json", decisions => decisions["items"]![0]!["accepted"]!["at"] = "2025-01-01T00:00:00.0000000Z")),
        ["an acceptance that the ledger does not have"] = ("decisions", () => Json("decisions.json", decisions => decisions["items"]![0]!["accepted"]!["entry"] = 4)),
        ["an endorsement after the package"] = ("decisions", () => Json("decisions.json", decisions => decisions["endorsement"]!["endorsedAt"] = "2025-02-01T00:00:00.0000000Z")),
        ["a figure that was not signed"] = ("sign-offs", () => Json("decisions.json", decisions => decisions["signOffs"]![0]!["items"]![0]!["content"]!["figures"]![0]!["value"] = 1413)),
        ["a hash that was not signed"] = ("sign-offs", () => Json("decisions.json", ForgeHash)),
        ["a date in a header"] = ("bytes", () => Bytes(package => [.. package[..10], 1, .. package[11..]])),
        ["a byte before the files"] = ("archive", () => Bytes(package => [0, .. package])),
        ["a comment after the files"] = ("bytes", () => Bytes(package => [.. package[..^2], 3, 0, .. "bye"u8.ToArray()])),
    };

    static async Task<byte[]> Bytes(Func<byte[], byte[]> change) => change(await Package.Value);

    static async Task<byte[]> Files(Action<List<(string Name, byte[] Content)>> change)
    {
        var reader = new StoredZipReader(new MemoryStream(await Package.Value));
        var files = reader.Entries.Select(entry => (entry.Name, reader.ReadAll(entry))).ToList();
        change(files);
        using var output = new MemoryStream();
        var archive = new StoredZip(output);
        foreach (var (name, content) in files)
            await archive.Add(name, content);

        await archive.Finish();
        return output.ToArray();
    }

    static Task<byte[]> File(string name, Func<byte[], byte[]> change) => Files(files => Set(files, name, change));

    /// <summary>What whoever holds the key could make: the manifest states the changed file, and is signed anew.</summary>
    static Task<byte[]> Sealed(Action<List<(string Name, byte[] Content)>> change) => Files(files =>
    {
        var before = files.Single(file => file.Name == "manifest.json").Content;
        change(files);
        var manifest = files.Single(file => file.Name == "manifest.json").Content;
        if (manifest.AsSpan().SequenceEqual(before))
            Set(files, "manifest.json", _ => manifest = Restated(before, files));

        Set(files, "manifest.sig", _ => CanonicalJson.Write(ManifestSignature.Of(manifest, Packages.Key)));
    });

    static byte[] Restated(byte[] manifest, List<(string Name, byte[] Content)> files)
    {
        var node = JsonNode.Parse(manifest)!;
        foreach (var stated in node["files"]!.AsArray())
        {
            var measure = Measure.Of(files.Single(file => file.Name == stated!["path"]!.GetValue<string>()).Content);
            (stated!["size"], stated["sha256"]) = (measure.Size, measure.Sha256);
        }

        return CanonicalJson.Write(node);
    }

    static Task<byte[]> Json(string name, Action<JsonNode> change, bool reseal = true)
    {
        Action<List<(string Name, byte[] Content)>> changed = files => Set(files, name, bytes =>
        {
            var node = JsonNode.Parse(bytes)!;
            change(node);
            return CanonicalJson.Write(node);
        });
        return reseal ? Sealed(changed) : Files(changed);
    }

    static Task<byte[]> Ledger(Action<List<string>> change) => Sealed(files => Set(files, "ledger.jsonl", bytes =>
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        change(lines);
        return Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
    }));

    static void DateBack(List<string> lines)
    {
        var entry = JsonNode.Parse(lines[^1])!.AsObject();
        entry["at"] = "2024-01-01T00:00:00.0000000Z";
        entry.Remove("hash");
        entry["hash"] = CanonicalJson.Hash<JsonNode>(entry.DeepClone());
        lines[^1] = Encoding.UTF8.GetString(CanonicalJson.Write<JsonNode>(entry));
    }

    static void ForgeHash(JsonNode decisions)
    {
        var item = decisions["signOffs"]![0]!["items"]![0]!.AsObject();
        item.Remove("content");
        item["hash"] = new string('0', 64);
    }

    static void Set(List<(string Name, byte[] Content)> files, string name, Func<byte[], byte[]> change)
    {
        var at = files.FindIndex(file => file.Name == name);
        files[at] = (name, change(files[at].Content));
    }

    /// <summary>Replaces texts of the same length everywhere, in the names of an archive too.</summary>
    static byte[] Replaced(byte[] bytes, params string[] pairs)
    {
        var text = Encoding.Latin1.GetString(bytes);
        for (var at = 0; at < pairs.Length; at += 2)
            text = text.Replace(pairs[at], pairs[at + 1], StringComparison.Ordinal);

        return Encoding.Latin1.GetBytes(text);
    }
}
