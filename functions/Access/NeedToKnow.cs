using Assessment.Cycle;

namespace Assessment.Access;

/// <summary>Who inside may see what (perlu mengetahui): an organisation its own answers, a ministry those of its agencies, the secretariat all.</summary>
public static class NeedToKnow
{
    /// <summary>Whether a person in office may see what an organisation answered.</summary>
    public static bool MaySee(Plan plan, Person person, string organisation) =>
        Settles(plan, person) || person.Organisation == organisation || plan.MinistryOf(organisation)?.Code == person.Organisation;

    /// <summary>Whether they may open one of its files: what is restricted only those who settle findings, what the head has not released nobody outside.</summary>
    public static bool MayOpen(Plan plan, Person person, string organisation, bool isRestricted, bool isReleased) =>
        (isRestricted ? Settles(plan, person) : MaySee(plan, person, organisation)) && (isReleased || person.Organisation == organisation);

    /// <summary>The secretariat settles findings and grades; the head of its organisation may confirm.</summary>
    public static bool Settles(Plan plan, Person person) =>
        person.Role == Role.Secretariat || (person.Role == Role.Head && person.Organisation == plan.Cycle.Secretariat);
}
