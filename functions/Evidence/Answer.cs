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
}

/// <summary>Where evidence is kept. Storing the same name twice keeps one copy; nothing is ever deleted.</summary>
public interface IEvidenceStore
{
    /// <summary>Streams content in and gives back its SHA-256 (lower-case hexadecimal) and size in bytes.</summary>
    Task<StoredContent> Store(string name, Stream content, CancellationToken cancellation = default);

    /// <summary>Opens content for reading, or fails with <see cref="FileNotFoundException"/>.</summary>
    Task<Stream> Open(string name, CancellationToken cancellation = default);
}

public sealed record StoredContent(string Sha256, long Size);
