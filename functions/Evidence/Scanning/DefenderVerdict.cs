using System.Text;
using System.Text.Json;
using Assessment.Mail;
using Assessment.Register;

namespace Assessment.Evidence;

/// <summary>What Defender for Storage said of one content of one blob, known by the blob's address and its ETag.</summary>
[Table("DefenderVerdicts")]
public sealed record DefenderVerdict
{
    public required Uri Blob { get; init; }
    public required string ETag { get; init; }
    public required ScanOutcome Outcome { get; init; }
    public string Why { get; init; } = "";

    /// <summary>The SHA-256 of what was scanned, where Defender says so.</summary>
    public string? Sha256 { get; init; }

    public string Partition => PartitionOf(Blob);

    public string Id => IdOf(ETag);

    /// <summary>Defender writes addresses without the escapes of a URI.</summary>
    public static string PartitionOf(Uri blob) => ThreadKey.Of(blob.Host + Uri.UnescapeDataString(blob.AbsolutePath));

    public static string IdOf(string etag) => ThreadKey.Of(etag.Trim('"'));

    /// <summary>The verdict on content that was hashed as it landed: one on other content is none.</summary>
    public ScanVerdict On(StoredContent content) => Sha256 is not null && !Sha256.Equals(content.Sha256, StringComparison.OrdinalIgnoreCase)
        ? ScanVerdict.NotScanned($"Defender scanned other content, with the SHA-256 {Sha256.ToLowerInvariant()}.")
        : new ScanVerdict(Outcome, Why);

    /// <summary>The verdict that stands when a second one comes for the same content: malware that was found stays found.</summary>
    public static DefenderVerdict Standing(DefenderVerdict before, DefenderVerdict now) => before.Outcome == ScanOutcome.Malicious ? before : now;

    /// <summary>Reads the events of a queue message, as Event Grid delivers them (base64 or plain; one or several). What is no scan result is left out; null for what cannot be read.</summary>
    public static IReadOnlyList<DefenderVerdict>? Read(string message)
    {
        try
        {
            var text = message.TrimStart() is ['{' or '[', ..] ? message : Encoding.UTF8.GetString(Convert.FromBase64String(message));
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Array
                ? [.. json.RootElement.EnumerateArray().Select(Of).OfType<DefenderVerdict>()]
                : [.. new[] { Of(json.RootElement) }.OfType<DefenderVerdict>()];
        }
        catch (Exception fault) when (fault is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>In the schema of Event Grid, or in that of CloudEvents.</summary>
    static DefenderVerdict? Of(JsonElement sent)
    {
        var type = Text(sent, "eventType") ?? Text(sent, "type");
        if (type != "Microsoft.Security.MalwareScanningResult")
        {
            return null;
        }

        var data = sent.GetProperty("data");
        var details = data.TryGetProperty("scanResultDetails", out var told) && told.ValueKind == JsonValueKind.Object ? told : default;
        var (outcome, why) = Judge(Text(data, "scanResultType") ?? "", details);
        return new DefenderVerdict { Blob = new Uri(data.GetProperty("blobUri").GetString()!), ETag = data.GetProperty("eTag").GetString()!, Outcome = outcome, Why = why, Sha256 = Text(details, "sha256") };
    }

    static (ScanOutcome Outcome, string Why) Judge(string type, JsonElement details) => type switch
    {
        "No threats found" => (ScanOutcome.Clean, ""),
        "Malicious" => (ScanOutcome.Malicious, Malware(details)),
        _ => (ScanOutcome.NotScanned, $"Defender: {type}. {Text(details, "notScannedReason")}".TrimEnd()),
    };

    static string Malware(JsonElement details) => details.ValueKind == JsonValueKind.Object && details.TryGetProperty("malwareNamesFound", out var names) && names.GetArrayLength() > 0
        ? string.Join(", ", names.EnumerateArray().Select(name => name.GetString()))
        : "malware without a name";

    static string? Text(JsonElement json, string name)
        => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text ? text : null;
}
