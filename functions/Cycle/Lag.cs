using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assessment.Cycle;

public enum LagUnit
{
    WorkingDays,
    Days,
    Hours,
    Minutes,
    Seconds,
}

/// <summary>A distance in time as people write it: 5wd (working days), 2d, 3h, 90m, 30s.</summary>
[JsonConverter(typeof(LagJson))]
public readonly record struct Lag(int Amount, LagUnit Unit)
{
    static readonly (string Suffix, LagUnit Unit)[] Suffixes =
    [
        ("wd", LagUnit.WorkingDays), ("d", LagUnit.Days), ("h", LagUnit.Hours), ("m", LagUnit.Minutes), ("s", LagUnit.Seconds),
    ];

    /// <summary>True for lags counted in days: they fall on a time of day, not on an exact second.</summary>
    public bool IsInDays => Unit is LagUnit.WorkingDays or LagUnit.Days;

    public static bool TryParse(string? text, out Lag lag)
    {
        lag = default;
        var trimmed = text?.Trim() ?? "";
        foreach (var (suffix, unit) in Suffixes)
        {
            if (trimmed.EndsWith(suffix, StringComparison.Ordinal)
                && int.TryParse(trimmed[..^suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
            {
                lag = new Lag(amount, unit);
                return true;
            }
        }

        return false;
    }

    public static Lag Parse(string text) => TryParse(text, out var lag)
        ? lag
        : throw new FormatException($"'{text}' is not a lag: write a number and wd, d, h, m or s, such as 5wd or 30m.");

    /// <summary>The span of a lag that is not counted in working days.</summary>
    public TimeSpan ToTimeSpan() => Unit switch
    {
        LagUnit.Days => TimeSpan.FromDays(Amount),
        LagUnit.Hours => TimeSpan.FromHours(Amount),
        LagUnit.Minutes => TimeSpan.FromMinutes(Amount),
        LagUnit.Seconds => TimeSpan.FromSeconds(Amount),
        LagUnit.WorkingDays => throw new InvalidOperationException("Working days have no fixed span; ask a calendar."),
        _ => throw new InvalidOperationException($"Unknown unit {Unit}."),
    };

    public override string ToString()
    {
        var unit = Unit;
        return Amount.ToString(CultureInfo.InvariantCulture) + Suffixes.First(pair => pair.Unit == unit).Suffix;
    }
}

sealed class LagJson : JsonConverter<Lag>
{
    public override Lag Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Lag.Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, Lag value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
