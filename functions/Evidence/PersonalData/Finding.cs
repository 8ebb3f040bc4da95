namespace Assessment.Evidence.PersonalData;

public enum FindingKind
{
    IdentityCard,
    Passport,
    Phone,
    Mail,
    RefugeeNumber,
    CaseReference,
    ShelterReference,
    SmallCell,
    Name,
    Author,
    Position,
}

public enum Severity
{
    /// <summary>Worth a look; blocks nothing by itself.</summary>
    Hint,
    Blocks,
}

/// <summary>
/// Something that may point at a person. <c>Where</c> is for people's eyes and names one place of the file; <c>Offset</c> and
/// <c>Length</c> count characters in the text of that place. <c>Excerpt</c> is masked: a finding never repeats what it found.
/// </summary>
public sealed record Finding(FindingKind Kind, Severity Severity, string Where, string Excerpt, int Offset, int Length);

/// <summary>What a file holds, and in a sentence why (part of) it could not be read, or what a person still has to look at.</summary>
public sealed record FileScan(IReadOnlyList<Finding> Findings, string? Unreadable)
{
    /// <summary>What no program sees, such as what a photograph shows.</summary>
    public string? Note { get; init; }

    /// <summary>What the file opens with, and what stands in its headers and footers: where a grade is marked.</summary>
    public IReadOnlyList<string> Opening { get; init; } = [];

    public bool Blocks => Unreadable is not null || Findings.Any(finding => finding.Severity == Severity.Blocks);
}

/// <summary>What a cycle knows to be no personal data, and from which count on a cell of a table hides people.</summary>
public sealed record ScanPolicy
{
    public static ScanPolicy Default { get; } = new();

    /// <summary>Counts of people above zero and below this are small cells.</summary>
    public int SmallCellThreshold { get; init; } = 5;

    /// <summary>Hotlines and offices, in any notation: 03-8000 8000, +60 19-261 5999.</summary>
    public IReadOnlyList<string> OfficialNumbers { get; init; } = ["03-8000 8000", "019-261 5999"];

    /// <summary>Domains with all below them; addresses there are offices', not private.</summary>
    public IReadOnlyList<string> OfficialDomains { get; init; } = ["gov.my", "mil.my", "unhcr.org", "iom.int", "ilo.org", "unodc.org", "state.gov"];

    /// <summary>Single mailboxes that are official wherever they are hosted.</summary>
    public IReadOnlyList<string> OfficialAddresses { get; init; } = [];
}
