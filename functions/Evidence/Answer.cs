using System.Text.Json.Serialization;
using Assessment.Clearance;

namespace Assessment.Evidence;

/// <summary>What an organisation answered for one item: words, figures and files, or nothing to report with a reason.</summary>
public sealed record Answer
{
    public required string MessageId { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required string SentBy { get; init; }
    public string? Narrative { get; init; }

    /// <summary>The reason, when there is nothing to report; a proper answer.</summary>
    public string? NothingToReport { get; init; }
    public IReadOnlyList<Figure> Figures { get; init; } = [];
    public IReadOnlyList<EvidenceFile> Files { get; init; } = [];

    /// <summary>For the secretariat's eyes; never part of what is signed or submitted.</summary>
    public string? InternalRemark { get; init; }
    public Grade Grade { get; init; }

    /// <summary>Set when a graded answer may leave the country all the same.</summary>
    public Declassification? Declassified { get; init; }

    /// <summary>True once its words and files were searched for personal data and markings; what was not searched cannot be submitted.</summary>
    public bool IsSearched { get; init; }

    /// <summary>Where the store keeps the words as they were received, when those above are redacted.</summary>
    public string? OriginalWords { get; init; }

    [JsonIgnore]
    public bool MayLeave => Grade.MayLeave() || Declassified is not null;

    /// <summary>The files that an assessor may see.</summary>
    [JsonIgnore]
    public IReadOnlyList<EvidenceFile> FilesForAssessor => [.. Files.Where(file => file.MayLeave)];
}

/// <summary>An indicator's value with all that makes it comparable, or why there is none.</summary>
public sealed record Figure
{
    public required string Indicator { get; init; }
    public decimal? Value { get; init; }
    public string? Unit { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public DateOnly? CutOff { get; init; }
    public string? Source { get; init; }
    public IReadOnlyList<Part> Parts { get; init; } = [];

    /// <summary>Why the value is not available; then <c>PlannedBy</c> says when it will be.</summary>
    public string? NotAvailableBecause { get; init; }
    public DateOnly? PlannedBy { get; init; }
}

/// <summary>One part of a disaggregated figure: a label and its value.</summary>
public sealed record Part(string Label, decimal Value);

/// <summary>A file in the evidence store, with its provenance. <c>Name</c> is the store's name, <c>OriginalName</c> the sender's.</summary>
public sealed record EvidenceFile
{
    public required string Name { get; init; }
    public required string OriginalName { get; init; }
    public required string Sha256 { get; init; }
    public required long Size { get; init; }
    public required string MediaType { get; init; }
    public required string MessageId { get; init; }
    public required string Organisation { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The item that its sender sent it for, where that was said.</summary>
    public string? SentFor { get; init; }
    public Grade Grade { get; init; }
    public Declassification? Declassified { get; init; }

    /// <summary>The file as it was received, when this is its cleaned copy: kept under restriction.</summary>
    public OriginalFile? Original { get; init; }

    [JsonIgnore]
    public bool MayLeave => Grade.MayLeave() || Declassified is not null;
}

/// <summary>A file that was replaced by its cleaned copy: only those who settle findings may open it.</summary>
public sealed record OriginalFile(string Name, string Sha256);

/// <summary>Where evidence is kept. Storing the same name twice keeps one copy; nothing is ever deleted.</summary>
public interface IEvidenceStore
{
    /// <summary>Streams content in and gives back its SHA-256 (lower-case hexadecimal) and size in bytes.</summary>
    Task<StoredContent> Store(string name, Stream content, CancellationToken cancellation = default);

    /// <summary>Opens content for reading, or fails with <see cref="FileNotFoundException"/>.</summary>
    Task<Stream> Open(string name, CancellationToken cancellation = default);
}

public sealed record StoredContent(string Sha256, long Size);
