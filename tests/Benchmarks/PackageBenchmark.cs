using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Assessment.Evidence;
using Assessment.Host.Sandbox;
using Assessment.Register;
using Assessment.Submission;

namespace Assessment.Benchmarks;

/// <summary>A package of many files, beside what <c>sha256sum</c> and <c>zip -0</c> need for the same files on the same disk.</summary>
static class PackageBenchmark
{
    const int Files = 1000;
    const int Size = 1 << 20;

    static readonly DateTimeOffset PreparedAt = new(2025, 1, 31, 1, 0, 0, TimeSpan.Zero);

    public static async Task<int> Run()
    {
        var folder = Directory.CreateTempSubdirectory("assess-package-").FullName;
        try
        {
            var store = new DiskEvidenceStore(folder);
            var evidence = await Fill(store);
            var package = Path.Combine(folder, "package.zip");
            var sealing = await Best(() => Seal(store, evidence, package));
            Print("sealing, 1,000 files, 1 GB", sealing, "s");
            Print("sealing, working set at its peak", Peak(), "MB");
            Print("verifying", await Best(() => Verify(package)), "s");
            Print("verifying, working set at its peak", Peak(), "MB");
            File.Delete(package);

            var tools = await Best(() => Shell(folder, "sha256sum -- files/* > sums && zip -0 -q -r zip.zip files && rm zip.zip"));
            Print("sha256sum and zip -0, the same files", tools, "s");
            Print("speed of sealing, theirs being 1", tools / sealing, "");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<List<SubmittedEvidence>> Fill(DiskEvidenceStore store)
    {
        var random = new Random(1);
        var content = new byte[Size];
        var files = new List<SubmittedEvidence>();
        for (var number = 1; number <= Files; number++)
        {
            random.NextBytes(content);
            var name = number.ToString("0000", CultureInfo.InvariantCulture);
            using var stream = new MemoryStream(content);
            var stored = await store.Store(name, stream);
            files.Add(Submitted(name, stored));
        }

        return files;
    }

    static SubmittedEvidence Submitted(string name, StoredContent stored) => new()
    {
        Number = $"E-{name}",
        PackageName = $"evidence/E-{name}.pdf",
        OrganisationName = "Royal Malaysia Police",
        Recommendations = ["R01"],
        File = new EvidenceFile
        {
            Name = name,
            OriginalName = $"{name}.pdf",
            Sha256 = stored.Sha256,
            Size = stored.Size,
            MediaType = "application/pdf",
            MessageId = "m-1",
            Organisation = "PDRM",
            ReceivedAt = PreparedAt,
        },
    };

    static async Task Seal(DiskEvidenceStore store, List<SubmittedEvidence> evidence, string package)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var file = File.Create(package);
        await SubmissionPackage.Write(file, Content(evidence), [LedgerChain.Next(null, PreparedAt, "CycleOpened", "benchmark", null)], store, key);
    }

    static async Task Verify(string package)
    {
        var report = await PackageVerification.Verify(package);
        if (!report.IsValid)
            throw new InvalidOperationException(report.FirstFault);
    }

    static async Task Shell(string folder, string command)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = folder })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{command}' ended with {process.ExitCode}; sha256sum and zip are needed.");
    }

    static SubmissionContent Content(List<SubmittedEvidence> evidence) => new()
    {
        CycleId = "benchmark",
        CycleTitle = "Benchmark",
        RoundId = "annual",
        RoundTitle = "Annual",
        From = new DateOnly(2024, 4, 1),
        To = new DateOnly(2025, 3, 31),
        Version = 1,
        PreparedAt = PreparedAt,
        TimeZone = "Asia/Kuala_Lumpur",
        Secretariat = "Secretariat",
        Contact = "secretariat@example.org",
        Illustrative = true,
        Recommendations = [],
        Evidence = evidence,
        SignOffs = [],
        Gaps = [],
    };

    /// <summary>The best of three: the machine may be busy with something else.</summary>
    static async Task<double> Best(Func<Task> run)
    {
        var best = double.MaxValue;
        for (var time = 0; time < 3; time++)
        {
            var watch = Stopwatch.StartNew();
            await run();
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return best;
    }

    static double Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1024.0 / 1024.0;
    }

    static void Print(string what, double figure, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-40} {figure,10:#,0.##} {unit}"));
}
