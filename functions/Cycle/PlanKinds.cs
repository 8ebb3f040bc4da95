using System.Globalization;
using System.Net.Mail;

namespace Assessment.Cycle;

delegate bool TryRead<T>(string text, out T value);

/// <summary>A kind of value: what it is called, how to write one, how to read one.</summary>
sealed record PlanKind<T>(string Is, string Example, TryRead<T> TryRead)
{
    public Placed<T>? Read(Placed<string> written, PlanFaults faults)
    {
        if (TryRead(written.Value, out var value))
            return new Placed<T>(value, written.At);

        faults.Error(written.At, $"'{written.Value}' is not {Is}.", $"Write {Example}.");
        return null;
    }
}

/// <summary>A moment as the plan writes it: a date, a date with a time, or an offset from the start.</summary>
sealed record WrittenMoment(string Text, DateOnly? Day = null, TimeOnly? Time = null, Lag? Offset = null);

static class PlanKinds
{
    static readonly string[] DateFormat = ["yyyy-MM-dd"];
    static readonly string[] TimeFormat = ["HH:mm"];
    static readonly string[] MomentFormats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];
    static readonly DateOnly FirstDay = new(2000, 1, 1);
    static readonly DateOnly LastDay = new(2099, 12, 31);

    public static PlanKind<string> Text { get; } = new("a text", "a text", (string text, out string value) =>
    {
        value = text;
        return true;
    });

    public static PlanKind<string> Id { get; } = new("an id", "lower case letters, digits and hyphens only, such as my-tip-2025", (string text, out string value) =>
    {
        value = text;
        return text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
    });

    public static PlanKind<string> Code { get; } = new("a code of a recommendation", "letters and digits only, such as R01", (string text, out string value) =>
    {
        value = text;
        return text.All(char.IsAsciiLetterOrDigit);
    });

    public static PlanKind<DateOnly> Date { get; } = new("a date", "a date of this century such as 2024-12-02", ReadDate);

    public static PlanKind<TimeOnly> Time { get; } = new("a time of day", "a time such as \"09:00\"", (string text, out TimeOnly value) =>
        TimeOnly.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out value));

    public static PlanKind<WrittenMoment> Moment { get; } = new(
        "a moment", "a date such as 2024-12-02, a date with a time such as 2024-12-02T10:00, or an offset from the start such as +2d, +3h, +2m or +90s", ReadMoment);

    public static PlanKind<Lag> Lag { get; } = new("a lag", "a number and wd, d, h, m or s, such as 5wd or 30m", (string text, out Lag value) =>
        Cycle.Lag.TryParse(text, out value) && IsSensible(value));

    public static PlanKind<bool> YesNo { get; } = new("true or false", "true or false", (string text, out bool value) =>
    {
        value = text == "true";
        return text is "true" or "false";
    });

    public static PlanKind<int> Count { get; } = new("a whole number above zero", "a whole number such as 8", (string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0);

    public static PlanKind<decimal> Number { get; } = new("a number", "a number such as 512 or 12.5", (string text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value));

    public static PlanKind<string> Email { get; } = new("an e-mail address", "an address such as name@agency.example", (string text, out string value) =>
    {
        value = text;
        return MailAddress.TryCreate(text, out var address)
            && address.Address == text
            && Ascii(text)
            && address.Host.Contains('.', StringComparison.Ordinal);
    });

    public static PlanKind<Zone> TimeZone { get; } = new("a time zone", "an IANA name such as Asia/Kuala_Lumpur", (string text, out Zone value) =>
    {
        value = Zone.Find(text)!;
        return value is not null;
    });

    public static PlanKind<Language> Language { get; } = OneOf("a language", ("ms", Cycle.Language.Ms), ("en", Cycle.Language.En));

    public static PlanKind<OrganisationKind> OrganisationKind { get; } = OneOf("a kind of organisation",
        ("ministry", Cycle.OrganisationKind.Ministry), ("agency", Cycle.OrganisationKind.Agency), ("partner", Cycle.OrganisationKind.Partner));

    public static PlanKind<Role> Role { get; } = OneOf("a role",
        [.. Enum.GetValues<Role>().Select(role => (WordFor(role), role))]);

    public static PlanKind<Audience> Audience { get; } = OneOf("a recipient of escalations",
        ("focal-point", Cycle.Audience.FocalPoint), ("head", Cycle.Audience.Head), ("signatory", Cycle.Audience.Signatory));

    public static PlanKind<DayOfWeek> Weekday { get; } = OneOf("a day of the week",
        [.. Enum.GetValues<DayOfWeek>().Select(day => (day.ToString().ToLowerInvariant(), day))]);

    public static PlanKind<string> Pillar { get; } = OneOf("a pillar",
        ("Prosecution", "Prosecution"), ("Protection", "Protection"), ("Prevention", "Prevention"), ("Partnership", "Partnership"));

    /// <summary>Whether supporting organisations are asked too.</summary>
    public static PlanKind<bool> AskSupporting { get; } = OneOf("a choice of whom to ask", ("lead-and-supporting", true), ("lead", false));

    /// <summary>A role as the plan writes it.</summary>
    public static string WordFor(Role role) => role == Cycle.Role.FocalPoint ? "focal-point" : role.ToString().ToLowerInvariant();

    static PlanKind<T> OneOf<T>(string name, params (string Word, T Value)[] choices)
    {
        var words = choices.Select(choice => choice.Word).ToArray();
        return new PlanKind<T>(name, $"{string.Join(", ", words[..^1])} or {words[^1]}", (string text, out T value) =>
        {
            var index = Array.IndexOf(words, text);
            value = index < 0 ? choices[0].Value : choices[index].Value;
            return index >= 0;
        });
    }

    static bool ReadDate(string text, out DateOnly value) =>
        DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out value)
        && value >= FirstDay && value <= LastDay;

    static bool ReadMoment(string text, out WrittenMoment value)
    {
        value = new WrittenMoment(text);
        if (text.StartsWith('+'))
        {
            value = value with { Offset = Cycle.Lag.TryParse(text[1..], out var lag) ? lag : null };
            return value.Offset is { Unit: not LagUnit.WorkingDays } && IsSensible(lag);
        }

        if (ReadDate(text, out var day))
        {
            value = value with { Day = day };
            return true;
        }

        if (!DateTime.TryParseExact(text, MomentFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
            return false;

        value = value with { Day = DateOnly.FromDateTime(moment), Time = TimeOnly.FromDateTime(moment) };
        return value.Day >= FirstDay && value.Day <= LastDay;
    }

    /// <summary>Ten years at most in days, so that no sum leaves the range of dates.</summary>
    static bool IsSensible(Lag lag) => lag.Amount <= (lag.IsInDays ? 3_660 : 1_000_000);

    static bool Ascii(string text) => text.All(char.IsAscii);
}
