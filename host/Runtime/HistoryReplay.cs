using System.Text;
using System.Text.Json;
using Microsoft.DurableTask;

namespace Assessment.Host.Runtime;

/// <summary>Runs the code of today over a history that was recorded earlier: what an upgrade in mid-year must still be able to do.</summary>
public static class HistoryReplay
{
    /// <summary>Replays without running any activity.</summary>
    /// <exception cref="NonDeterminismException">The code does something else than the history says; the message names both.</exception>
    public static void Check(DurableTaskRegistry tasks, IServiceProvider services, string instanceId, IReadOnlyList<HistoryEvent> events)
    {
        var started = events.FirstOrDefault(happened => happened.Kind == EventKind.ExecutionStarted)
            ?? throw new ArgumentException($"The history of '{instanceId}' does not say how it was started.", nameof(events));
        var orchestrators = tasks.GetOrchestrators().ToDictionary();
        var instance = new InstanceRecord(instanceId, started.Name!, Execution: 0, started.At)
        {
            Input = started.Data,
            Version = started.Version,
            Parent = started.Parent,
            Events = events.Count,
        };
        var execution = new Execution(
            instance,
            name => orchestrators.TryGetValue(name, out var factory) ? factory(services) : throw new ArgumentException($"There is no orchestration '{name}' any more.", nameof(events)),
            new RuntimeOptions { DefaultVersion = started.Version });
        execution.Replay(events);
    }

    /// <summary>One event in a line, so that a difference between two histories can be read.</summary>
    public static byte[] Write(IEnumerable<HistoryEvent> events)
        => Encoding.UTF8.GetBytes(string.Concat(events.Select(happened => JsonSerializer.Serialize(happened, HistoryJson.Default.HistoryEvent) + "\n")));

    public static IReadOnlyList<HistoryEvent> Read(byte[] lines) =>
    [
        .. Encoding.UTF8.GetString(lines).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize(line, HistoryJson.Default.HistoryEvent)!),
    ];
}
