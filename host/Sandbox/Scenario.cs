using Assessment.Corrections;
using Assessment.Cycle;
using Assessment.Teams;

namespace Assessment.Host.Sandbox;

/// <summary>How the people of a cycle behave in a rehearsal.</summary>
public sealed record Scenario
{
    /// <summary>How long each kind of card waits before somebody decides it favourably, where nothing else is said.</summary>
    public required IReadOnlyDictionary<CardKind, Lag> DecideAfter { get; init; }
    public required IReadOnlyList<ScenarioReply> Replies { get; init; }
    public required IReadOnlyList<ScenarioDecision> Decisions { get; init; }
    public IReadOnlyList<ScenarioSuccessor> Successors { get; init; } = [];
    public IReadOnlyList<ScenarioAmendment> Amendments { get; init; } = [];
    public IReadOnlyList<ScenarioCorrection> Corrections { get; init; } = [];

    /// <summary>The folder that file names are relative to.</summary>
    public required string Folder { get; init; }

    public static Scenario Nobody(string folder) => new() { DecideAfter = new Dictionary<CardKind, Lag>(), Replies = [], Decisions = [], Folder = folder };
}

/// <summary>A change of the running plan: the files in a folder of the cycle replace those of the same name.</summary>
public sealed record ScenarioAmendment(DateTimeOffset At, string By, string Folder, string Reason);

/// <summary>Somebody asks for a correction of what a round has handed in.</summary>
public sealed record ScenarioCorrection(DateTimeOffset At, string By, string Round, CorrectionWish Wish);

public enum Trigger
{
    Letter,
    Reminder,
    Escalation,
    Return,
    Correction,
}

public enum ReplyThread
{
    /// <summary>Answers the mail: In-Reply-To.</summary>
    Reply,

    /// <summary>A new mail with only the token in its subject.</summary>
    Subject,

    /// <summary>A mail whose References name the letter, without In-Reply-To.</summary>
    References,

    /// <summary>A new mail with nothing that leads to the call.</summary>
    None,
}

public enum ReplyKind
{
    Answer,
    OutOfOffice,

    /// <summary>A machine says that the mail has arrived.</summary>
    Automatic,

    /// <summary>The mail could not be delivered to the person.</summary>
    Bounce,
    ReadReceipt,
}

/// <summary>One mail that somebody sends when another mail has reached them.</summary>
public sealed record ScenarioReply
{
    public required string Organisation { get; init; }
    public required string Round { get; init; }
    public Trigger To { get; init; }

    /// <summary>The how-manieth mail of that kind in the call.</summary>
    public int Nth { get; init; } = 1;
    public Lag? After { get; init; }
    public DateTimeOffset? At { get; init; }

    /// <summary>The person who writes; null is the focal point in office that day.</summary>
    public string? From { get; init; }

    /// <summary>Another address than the plan has for the person.</summary>
    public string? Address { get; init; }
    public ReplyKind Kind { get; init; }
    public ReplyThread Thread { get; init; }
    public string Note { get; init; } = "";
    public required IReadOnlyList<ScenarioAnswer> Items { get; init; }

    /// <summary>Whether the answer stands in the text of the mail, or in the workbook that came with the mail it answers.</summary>
    public ReplyWay Form { get; init; }
}

public enum ReplyWay
{
    Text,
    Xlsx,
}

public sealed record ScenarioAnswer(string Code)
{
    public string? Answer { get; init; }
    public string? Nothing { get; init; }
    public string? Grade { get; init; }
    public string? Internal { get; init; }
    public DateOnly? Extension { get; init; }
    public string? Reason { get; init; }
    public IReadOnlyList<ScenarioFigure> Figures { get; init; } = [];
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Names of files that hold the test file of virus scanners; none of them lies on a disk.</summary>
    public IReadOnlyList<string> Infected { get; init; } = [];
}

public sealed record ScenarioFigure(string Indicator)
{
    public decimal? Value { get; init; }
    public string? Unit { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public DateOnly? CutOff { get; init; }
    public string? Source { get; init; }
    public IReadOnlyList<KeyValuePair<string, decimal>> Parts { get; init; } = [];
    public string? NotAvailable { get; init; }
    public DateOnly? PlannedBy { get; init; }
}

/// <summary>Somebody names who follows a person.</summary>
public sealed record ScenarioSuccessor
{
    public required string Person { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Who names: a person's id.</summary>
    public required string By { get; init; }
    public string? Successor { get; init; }
    public string? Name { get; init; }
    public string? Email { get; init; }
}

/// <summary>A decision that is not the favourable one, or not at the usual time, or not by the first person.</summary>
public sealed record ScenarioDecision
{
    public required CardKind Card { get; init; }
    public string? Organisation { get; init; }
    public string? Ministry { get; init; }
    public string? Round { get; init; }
    public string? Item { get; init; }
    public string? Indicator { get; init; }
    public int Nth { get; init; } = 1;

    /// <summary>The word on the button, or "none": nobody decides.</summary>
    public required string Decision { get; init; }
    public string? Reason { get; init; }
    public Lag? After { get; init; }
    public string? By { get; init; }
}

/// <summary>What a person of the scenario does, and the app does not allow: the scenario must be changed.</summary>
public sealed class ScenarioRefusedException(string message) : Exception(message);
