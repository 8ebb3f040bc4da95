using Assessment.Cycle;

namespace Assessment.Evidence.Figures;

/// <summary>What a figure can lack.</summary>
public enum FigureGap
{
    Value,
    Unit,
    Period,
    CutOff,
    Source,
    Reason,
    PlannedBy,
}

public enum FlagCode
{
    NotStated,
    Incomplete,
    SumDiffers,
    NotBrokenDown,
    Jump,
    CalendarYear,
    PeriodReversed,
    OutsidePeriod,
    CutOffBeforeEnd,
    CutOffAfterReceipt,
    OtherUnit,
}

/// <summary>What a flag leads to: the answer goes back by itself, or a reviewer looks at it.</summary>
public enum FlagSeverity
{
    Return,
    Review,
}

/// <summary>Something about a figure that a person must look at or complete.</summary>
public sealed record FigureFlag(FlagCode Code, string Indicator, Remark Sentence)
{
    public FlagSeverity Severity => Code is FlagCode.NotStated or FlagCode.Incomplete or FlagCode.NotBrokenDown ? FlagSeverity.Return : FlagSeverity.Review;
}

/// <summary>What figures are compared with: the round's period, the day on which the answer came, and the plan's policy.</summary>
public sealed record FigureContext(DateOnly CoversFrom, DateOnly CoversTo, DateOnly ReceivedOn, FigurePolicy Policy);
