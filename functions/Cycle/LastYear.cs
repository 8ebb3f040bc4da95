namespace Assessment.Cycle;

/// <summary>What was submitted last year, under this year's codes, and the sealed package that it comes from.</summary>
public sealed record LastYear
{
    public const string FileName = "last-year.yaml";

    /// <summary>The name of the package's file.</summary>
    public required string Package { get; init; }

    /// <summary>The SHA-256 of the package's manifest.</summary>
    public required string Manifest { get; init; }

    /// <summary>Last year's cycle and the round of it that the package submitted.</summary>
    public required string Cycle { get; init; }
    public required string Round { get; init; }
    public required IReadOnlyList<LastAnswer> Answers { get; init; }
}

/// <summary>An organisation's accepted answer of last year.</summary>
public sealed record LastAnswer
{
    public required string Organisation { get; init; }

    /// <summary>The code of this year; <c>Was</c> is that of last year where it differs.</summary>
    public required string Recommendation { get; init; }
    public string? Was { get; init; }
    public string? Narrative { get; init; }
    public string? NothingToReport { get; init; }
    public IReadOnlyList<LastFigure> Figures { get; init; } = [];

    /// <summary>E-numbers within last year's package.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];
}

/// <summary>A figure that an organisation stated last year, or why it could not.</summary>
public sealed record LastFigure
{
    /// <summary>The indicator's id of this year.</summary>
    public required string Indicator { get; init; }
    public required string Name { get; init; }
    public decimal? Value { get; init; }
    public string? Unit { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public DateOnly? CutOff { get; init; }
    public string? Source { get; init; }
    public string? NotAvailableBecause { get; init; }
    public DateOnly? PlannedBy { get; init; }
}
