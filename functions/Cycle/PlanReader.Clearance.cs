using Assessment.Clearance;

namespace Assessment.Cycle;

/// <summary>The optional section <c>clearance</c> of cycle.yaml.</summary>
public static partial class PlanReader
{
    static PlanKind<Grade> GradeKind { get; } = new("a grade", $"one of {string.Join(", ", Grades.Words)}", (string text, out Grade value) =>
    {
        var read = Grades.Read(text);
        value = read ?? default;
        return read is not null;
    });

    static ClearanceDraft ReadClearance(PlanSection section)
    {
        var organisations = section.TakeSection("organisations", required: false);
        var draft = new ClearanceDraft
        {
            Grade = section.TakeIfThere("grade", GradeKind),
            SmallCells = section.TakeIfThere("smallCells", PlanKinds.Count),
            OfficialDomains = section.TakeList("officialDomains", PlanKinds.Text, required: false),
            OfficialNumbers = section.TakeList("officialNumbers", PlanKinds.Text, required: false),
            OfficialAddresses = section.TakeList("officialAddresses", PlanKinds.Email, required: false),
            Organisations = [.. (organisations?.Keys ?? []).Select(code => ReadOrganisationClearance(organisations!, code))],
        };
        section.ReportUnknownKeys();
        return draft;
    }

    static OrganisationClearanceDraft ReadOrganisationClearance(PlanSection organisations, string code)
    {
        var section = organisations.TakeSection(code);
        var draft = new OrganisationClearanceDraft(
            new Placed<string>(code, organisations.PlaceOf(code)),
            section?.TakeIfThere("grade", GradeKind),
            section?.TakeIfThere("headReleases", PlanKinds.YesNo)?.Value ?? false);
        section?.ReportUnknownKeys();
        return draft;
    }
}

sealed record ClearanceDraft
{
    public required Placed<Grade>? Grade { get; init; }
    public required Placed<int>? SmallCells { get; init; }
    public required IReadOnlyList<Placed<string>> OfficialDomains { get; init; }
    public required IReadOnlyList<Placed<string>> OfficialNumbers { get; init; }
    public required IReadOnlyList<Placed<string>> OfficialAddresses { get; init; }
    public required IReadOnlyList<OrganisationClearanceDraft> Organisations { get; init; }

    public ClearancePlan ToPlan()
    {
        var usual = new ClearancePlan();
        return new ClearancePlan
        {
            Grade = Grade?.Value ?? usual.Grade,
            SmallCells = SmallCells?.Value ?? usual.SmallCells,
            OfficialDomains = [.. OfficialDomains.Select(domain => domain.Value)],
            OfficialNumbers = [.. OfficialNumbers.Select(number => number.Value)],
            OfficialAddresses = [.. OfficialAddresses.Select(address => address.Value)],
            Organisations = [.. Organisations.Select(own => new OrganisationClearance(own.Organisation.Value, own.Grade?.Value, own.HeadReleases))],
        };
    }
}

sealed record OrganisationClearanceDraft(Placed<string> Organisation, Placed<Grade>? Grade, bool HeadReleases);
