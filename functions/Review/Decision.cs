using Assessment.Register;

namespace Assessment.Review;

/// <summary>What a person decided on a card. The first one wins.</summary>
[Table("Decisions")]
public sealed record Decision
{
    public required string CardKey { get; init; }

    /// <summary>One of the words in <see cref="Choice"/>.</summary>
    public required string Choice { get; init; }
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }
    public string? Reason { get; init; }

    /// <summary>What it names, where it names something: a data call and item, items, an address.</summary>
    public string? Target { get; init; }

    public bool IsFavourable => Choice is Review.Choice.Release or Review.Choice.Accept or Review.Choice.AcceptAndAdd or Review.Choice.Grant or Review.Choice.Sign or Review.Choice.Endorse;
}

/// <summary>The words on the buttons' wire.</summary>
public static class Choice
{
    public const string Release = "release";
    public const string Hold = "hold";
    public const string Accept = "accept";
    public const string AcceptAndAdd = "accept-and-add";
    public const string Return = "return";
    public const string Grant = "grant";
    public const string Refuse = "refuse";
    public const string Sign = "sign";
    public const string Endorse = "endorse";
    public const string Decline = "decline";
    public const string Assign = "assign";
    public const string Reject = "reject";
    public const string Redact = "redact";
    public const string Override = "override";
    public const string Confirm = "confirm";
    public const string Declassify = "declassify";
    public const string LeaveOut = "leave-out";
    public const string WasSent = "was-sent";
    public const string SendAgain = "send-again";
    public const string Retry = "retry";
    public const string SetAside = "set-aside";
    public const string Correct = "correct";
    public const string TakeIn = "take-in";
    public const string Leave = "leave";

    /// <summary>No button: a question to sign is withdrawn because something of it is taken up again.</summary>
    public const string Withdraw = "withdraw";
}

/// <summary>The dates of a round that end a wait. They are named, not copied: a date of the plan can be moved while somebody waits for it.</summary>
public enum Deadline
{
    RepliesDue,
    SignOffBy,
    EndorsementBy,
    HardDate,
}

/// <summary>A decision that an orchestration waits for, and until when; <c>AtMost</c> ends the wait sooner than the round's own date.</summary>
public sealed record DecisionRequest(string RoundId, string CardKey, Deadline Until, DateTime? AtMost = null);

/// <summary>The decision if there is one; otherwise when to look again, which is when its person is reminded next, or that its time is over.</summary>
public sealed record DecisionLook(Decision? Decision, DateTime LookAgain, bool IsOver = false);
