using System.CommandLine;
using System.Security.Cryptography;
using Assessment.Register;
using Assessment.Submission;

namespace Assessment.Host.Commands;

/// <summary><c>assess verify</c>: checks a package offline. Exit code 0 for a valid package, 1 for everything else.</summary>
static class VerifyCommand
{
    public static Command Create()
    {
        var package = new Argument<FileInfo>("package") { Description = "The sealed package, a ZIP file." };
        var key = new Option<FileInfo?>("--key") { Description = "The secretariat's key in PEM; the package must be signed with it." };
        var ledger = new Option<FileInfo?>("--ledger") { Description = "The secretariat's own ledger (JSON lines), which must begin with that of the package." };
        var previous = new Option<FileInfo?>("--previous") { Description = "The earlier package that this one must supersede." };
        var command = new Command("verify", "Checks a sealed package: signature, files, evidence, ledger, decisions, every byte.") { package, key, ledger, previous };
        command.SetAction((result, cancellation) => Run(
            result.GetRequiredValue(package), result.GetValue(key), result.GetValue(ledger), result.GetValue(previous),
            result.InvocationConfiguration.Output, result.InvocationConfiguration.Error, cancellation));
        return command;
    }

    static async Task<int> Run(FileInfo package, FileInfo? key, FileInfo? ledger, FileInfo? previous, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        try
        {
            using var pinned = key is null ? null : SigningKey.Read(key.FullName);
            var entries = ledger is null ? null : LedgerChain.Read(await File.ReadAllBytesAsync(ledger.FullName, cancellation));
            return Print(await PackageVerification.Verify(package.FullName, pinned, entries, previous?.FullName, cancellation), pinned is not null, output);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException or CryptographicException)
        {
            await error.WriteLineAsync(fault.Message);
            return 1;
        }
    }

    static int Print(VerificationReport report, bool pinned, TextWriter output)
    {
        if (report.Summary is { } summary)
            output.WriteLine($"{summary}\n");

        foreach (var check in report.Checks)
            output.WriteLine($"{(check.Ok ? "ok    " : "FAILED")}  {check.Kind,-10}  {check.What}{(check.Found is null ? "" : $" ({check.Found})")}");

        foreach (var check in report.NotChecked)
            output.WriteLine($"-       {check.Kind,-10}  Not checked: {check.What}");

        output.WriteLine();
        if (report.Fingerprint is { } fingerprint)
            output.WriteLine($"Signed with the key {fingerprint}");

        if (report.IsValid && !pinned)
            output.WriteLine("Anybody can make a key: compare this fingerprint with the one the secretariat publishes, or give its key with --key.");

        output.WriteLine(report.IsValid ? "The package is valid." : $"The package is NOT valid ({report.FaultKind}): {report.FirstFault}");
        return report.IsValid ? 0 : 1;
    }
}
