using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assessment.Register;
using Assessment.Submission;

namespace Assessment.Tests.Submission;

public class SubmissionPackageTests
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    static readonly string[] Files =
    [
        "document.docx", "statistics.xlsx",
        "evidence/E-0001-sop-victim-screening.pdf", "evidence/E-0002-depot-totals-q3-2024.xlsx", "evidence/E-0003-service-report.pdf",
        "ledger.jsonl", "manifest.json", "manifest.sig",
    ];

    [Fact]
    public async Task A_package_has_its_files_in_order_and_any_program_can_read_them()
    {
        using var archive = new ZipArchive(new MemoryStream(await Packages.Write(A.Submission())), ZipArchiveMode.Read);

        Assert.Equal(Files, archive.Entries.Select(entry => entry.FullName));
        Assert.Equal(A.ContentOf(2), Packages.ContentOf(archive, Files[3]));
        Assert.Equal(LedgerChain.Write(A.Ledger(), withDetails: false), Packages.ContentOf(archive, "ledger.jsonl"));
    }

    [Fact]
    public async Task The_same_content_has_the_same_bytes_but_for_the_signature_whatever_the_culture_and_time_zone()
    {
        var first = await Packages.Write(A.Submission());
        var second = await Elsewhere(() => Packages.Write(InUtc(A.Submission())));

        Assert.Equal(Unsigned(first), Unsigned(second));
    }

    [Fact]
    public async Task Another_version_has_other_bytes() =>
        Assert.NotEqual(Unsigned(await Packages.Write(A.Submission())), Unsigned(await Packages.Write(A.Submission() with { Version = 3 })));

    [Fact]
    public async Task The_manifest_says_what_is_in_the_package_and_who_stands_for_it()
    {
        var ledger = LedgerChain.Head(A.Ledger());
        var manifest = await Manifest();
        var text = manifest.ToJsonString();

        Assert.Equal("assessment-package/1", manifest["format"]!.GetValue<string>());
        Assert.Equal(Files[..^2], manifest["files"]!.AsArray().Select(file => file!["path"]!.GetValue<string>()));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(A.ContentOf(1))), manifest["files"]![2]!["sha256"]!.GetValue<string>());
        Assert.Equal("SOP victim screening.pdf", manifest["evidence"]![0]!["originalName"]!.GetValue<string>());
        Assert.Equal(["JIM", "KPWKM", "NSO MAPO", "PDRM", "Tenaganita"], manifest["items"]!.AsArray().Select(item => item!["organisation"]!.GetValue<string>()).Order());
        Assert.Equal("Datuk Aminah binti Yusof", manifest["signOffs"]![0]!["signedBy"]!.GetValue<string>());
        Assert.Equal("2025-01-31T01:00:00.0000000Z", manifest["preparedAt"]!.GetValue<string>());
        Assert.Equal((12L, ledger.Hash), (manifest["ledger"]!["length"]!.GetValue<long>(), manifest["ledger"]!["head"]!.GetValue<string>()));
        Assert.Contains("\"period\":{\"from\":\"2024-04-01\",\"to\":\"2025-03-31\"}", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_manifest_is_the_approved_one()
    {
        var manifest = await Manifest();
        foreach (var file in manifest["files"]!.AsArray().Take(2))
            (file!["size"], file["sha256"]) = (0, "depends on the look of the document");

        var approved = await File.ReadAllTextAsync(Repository.PathTo("tests", "Submission", "Manifest.approved.txt"));
        Assert.Equal(approved, manifest.ToJsonString(Indented) + "\n", ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task Evidence_that_is_not_what_was_received_stops_the_package_before_a_byte_is_written()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var output = new MemoryStream();
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => SubmissionPackage.Write(output, A.Submission(), A.Ledger(), new StoreOfFiles(changed: 2), key));

        Assert.StartsWith("The package is not sealed. E-0002 (Depot totals Q3 2024.xlsx) is not the file that was received", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public async Task A_damaged_ledger_stops_the_package()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() =>
            SubmissionPackage.Write(new MemoryStream(), A.Submission(), [.. A.Ledger().Skip(1)], new StoreOfFiles(), key));

        Assert.Equal("The package is not sealed. Entry 1 is missing: entry 2 stands in its place.", fault.Message);
    }

    [Fact]
    public async Task A_key_that_no_verifier_takes_stops_the_package()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var output = new MemoryStream();

        await Assert.ThrowsAsync<CryptographicException>(() => SubmissionPackage.Write(output, A.Submission(), A.Ledger(), new StoreOfFiles(), key));
        Assert.Equal(0, output.Length);
    }

    static async Task<JsonNode> Manifest()
    {
        using var archive = new ZipArchive(new MemoryStream(await Packages.Write(A.Submission())), ZipArchiveMode.Read);
        return JsonNode.Parse(Packages.ContentOf(archive, "manifest.json"))!;
    }

    /// <summary>The package up to the content of its signature, which differs each time.</summary>
    static string Unsigned(byte[] package)
    {
        var entry = new StoredZipReader(new MemoryStream(package)).Entries[^1];
        Assert.Equal("manifest.sig", entry.Name);
        return Encoding.Latin1.GetString(package, 0, (int)entry.Offset - StoredZipFormat.LocalLength - entry.Name.Length);
    }

    static SubmissionContent InUtc(SubmissionContent content) => content with
    {
        PreparedAt = content.PreparedAt.ToUniversalTime(),
        SignOffs = [.. content.SignOffs.Select(signOff => signOff with { SignedAt = signOff.SignedAt.ToUniversalTime() })],
        Endorsement = content.Endorsement! with { EndorsedAt = content.Endorsement.EndorsedAt.ToUniversalTime() },
    };

    static async Task<T> Elsewhere<T>(Func<Task<T>> run)
    {
        var (culture, zone) = (CultureInfo.CurrentCulture, Environment.GetEnvironmentVariable("TZ"));
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NumberGroupSeparator, other.NumberFormat.NegativeSign) = (",", ".", "~");
        (other.DateTimeFormat.DateSeparator, other.DateTimeFormat.TimeSeparator) = ("|", "|");
        try
        {
            CultureInfo.CurrentCulture = other;
            Environment.SetEnvironmentVariable("TZ", "America/St_Johns");
            TimeZoneInfo.ClearCachedData();
            return await run();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
            Environment.SetEnvironmentVariable("TZ", zone);
            TimeZoneInfo.ClearCachedData();
        }
    }
}

/// <summary>Packages for tests, sealed with a key of this run.</summary>
static class Packages
{
    public static ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static async Task<byte[]> Write(SubmissionContent content, IReadOnlyList<LedgerEntry>? ledger = null)
    {
        using var output = new MemoryStream();
        await SubmissionPackage.Write(output, content, ledger ?? A.Ledger(), new StoreOfFiles(), Key);
        return output.ToArray();
    }

    public static byte[] ContentOf(ZipArchive archive, string name)
    {
        using var copy = new MemoryStream();
        archive.GetEntry(name)!.Open().CopyTo(copy);
        return copy.ToArray();
    }
}
