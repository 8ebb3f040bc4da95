using System.Globalization;

namespace Assessment.Cycle;

public enum Severity
{
    Error,
    Warning,
}

/// <summary>Something wrong in a plan: where, what, and what to do about it. Line 0 means the file or folder as a whole.</summary>
public sealed record PlanFault(string File, int Line, int Column, Severity Severity, string What, string Remedy)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{File}{(Line == 0 ? "" : $":{Line}:{Column}")}: {(Severity == Severity.Error ? "error" : "warning")}: {What} {Remedy}");
}

/// <summary>What reading a plan gives: the plan, unless there are errors, and every fault in the order of the files.</summary>
public sealed record PlanReading(Plan? Plan, IReadOnlyList<PlanFault> Faults)
{
    public int Errors => Faults.Count(fault => fault.Severity == Severity.Error);

    public int Warnings => Faults.Count(fault => fault.Severity == Severity.Warning);
}

/// <summary>A position in a file of the plan; line and column count from 1.</summary>
readonly record struct Place(string File, int Line, int Column);

/// <summary>A value and where it is written.</summary>
sealed record Placed<T>(T Value, Place At);

/// <summary>Collects faults, so that reading never stops at the first.</summary>
sealed class PlanFaults
{
    readonly List<PlanFault> found = [];

    public bool HaveErrors => found.Any(fault => fault.Severity == Severity.Error);

    public void Error(Place at, string what, string remedy) => Add(at, Severity.Error, what, remedy);

    public void Warning(Place at, string what, string remedy) => Add(at, Severity.Warning, what, remedy);

    /// <summary>Each fault once, by file in the order in which the files are read, then by line and column.</summary>
    public IReadOnlyList<PlanFault> InOrder() => [.. found
        .Distinct()
        .OrderBy(fault => PlanReader.FileNames.IndexOf(fault.File))
        .ThenBy(fault => fault.Line)
        .ThenBy(fault => fault.Column)];

    void Add(Place at, Severity severity, string what, string remedy) =>
        found.Add(new PlanFault(at.File, at.Line, at.Column, severity, OnOneLine(what), OnOneLine(remedy)));

    /// <summary>A fault is one line of a report, whatever the values that it quotes contain.</summary>
    static string OnOneLine(string text) => text.ReplaceLineEndings(" ");
}
