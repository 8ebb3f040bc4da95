using System.Globalization;
using Assessment.Host.Time;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assessment.Host.Functions;

/// <summary>A run of a timer function that ended in an exception; as on Azure, its schedule goes on.</summary>
public sealed record FailedRun(string Function, DateTimeOffset At, Exception Fault);

/// <summary>
/// The timer functions of the app on the host's clock. Runs that were missed while the host was down become one run that is past due.
/// </summary>
public sealed class TimerFunctions : IDueSource
{
    readonly IReadOnlyList<TimerFunction> timers;
    readonly List<FailedRun> failures = [];
    readonly HostServices host;

    public TimerFunctions(
        FunctionCatalog catalog,
        HostServices host,
        IConfiguration configuration,
        TimeProvider clock,
        Func<string, string?> readSetting,
        Action<string, string> saveSetting,
        Func<Function, bool>? isWanted = null)
    {
        catalog.RequireServices(host.Services);
        this.host = host;
        var now = clock.GetUtcNow();
        var schedules = Schedules(catalog, configuration).Where(one => isWanted?.Invoke(one.Function) ?? true);
        timers = [.. schedules.Select(one => new TimerFunction(one.Function, one.Schedule, now, readSetting, saveSetting))];
    }

    public DateTimeOffset? NextDue => First()?.Due;

    public bool KeepsAlive => false;

    /// <summary>What failed since the host started.</summary>
    public IReadOnlyList<FailedRun> Failures => failures;

    public async Task RunNext(DateTimeOffset now, CancellationToken cancellation)
    {
        if (First() is not { } timer || timer.Due > now)
        {
            return;
        }

        await using var scope = host.Services.CreateAsyncScope();
        var info = timer.InfoAt(now);
        var fault = await Run(timer, info, scope.ServiceProvider, cancellation);
        timer.Ran(now);
        if (fault is not null)
        {
            failures.Add(new FailedRun(timer.Function.Name, now, fault));
            scope.ServiceProvider.GetRequiredService<ILoggerFactory>()
                .CreateLogger($"Function.{timer.Function.Name}")
                .TimerFunctionFailed(fault, timer.Function.Name, timer.Due);
        }
    }

    /// <summary>The exception is given back rather than thrown: it belongs to the run, and the schedule goes on without it.</summary>
    async Task<Exception?> Run(TimerFunction timer, TimerInfo info, IServiceProvider services, CancellationToken cancellation)
    {
        try
        {
            await timer.Function.Run(new FunctionCall { Services = services, Timer = info, Client = host.Client, Cancellation = cancellation });
            return null;
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            return fault;
        }
    }

    /// <summary>The earliest, and of those due together the first by name.</summary>
    TimerFunction? First() => timers.Where(timer => timer.Due is not null).MinBy(timer => timer.Due);

    static List<(Function Function, Schedule Schedule)> Schedules(FunctionCatalog catalog, IConfiguration configuration)
    {
        var read = catalog.Of(FunctionKind.Timer).Select(function =>
        {
            var (text, fault) = Schedule.Resolve(function.Timer!.Schedule, configuration);
            return (Function: function, Text: text, Fault: fault ?? Schedule.Fault(text));
        }).ToList();

        var faults = read.Where(one => one.Fault is not null).Select(one => $"{FunctionReader.PlaceOf(one.Function.Method)}: {one.Fault}").ToList();
        return faults.Count > 0
            ? throw new FunctionsRefusedException(faults)
            : [.. read.Select(one => (one.Function, Schedule.Parse(one.Text)))];
    }

    /// <summary>One timer between its last run and its next.</summary>
    sealed class TimerFunction
    {
        static readonly TimeSpan ShortestMonitored = TimeSpan.FromMinutes(1);

        readonly Schedule schedule;
        readonly DateTimeOffset started;
        readonly bool isMonitored;
        readonly Action<string, string> saveSetting;
        DateTimeOffset? last;
        DateTimeOffset? seen;
        bool isStartupRun;

        public TimerFunction(Function function, Schedule schedule, DateTimeOffset now, Func<string, string?> readSetting, Action<string, string> saveSetting)
        {
            Function = function;
            this.schedule = schedule;
            this.saveSetting = saveSetting;
            started = now;
            isMonitored = function.Timer!.UseMonitor && Interval(now) >= ShortestMonitored;
            (last, seen) = isMonitored ? Read(readSetting(Key)) : (null, null);
            if (seen is null)
            {
                seen = now;
                Save();
            }

            Due = schedule.After(seen.Value);
            StartUp(now);
        }

        public Function Function { get; }

        public DateTimeOffset? Due { get; private set; }

        string Key => $"timer/{Function.Name}";

        /// <summary>As on Azure the status is the one before this run, so Next is the moment this run stands for, and a timer that is not monitored has none.</summary>
        public TimerInfo InfoAt(DateTimeOffset now) => new()
        {
            IsPastDue = !isStartupRun && IsPastDue(now),
            ScheduleStatus = isMonitored
                ? new ScheduleStatus
                {
                    Last = last?.UtcDateTime ?? default,
                    Next = schedule.After(seen!.Value)?.UtcDateTime ?? default,
                    LastUpdated = last?.UtcDateTime ?? default,
                }
                : null,
        };

        public void Ran(DateTimeOffset now)
        {
            isStartupRun = false;
            last = seen = now;
            Due = schedule.After(now);
            Save();
        }

        /// <summary>Missed while the host was down, or by so much that the next run would be due as well.</summary>
        bool IsPastDue(DateTimeOffset now) => Due < started || (Due is { } due && schedule.After(due) <= now);

        void StartUp(DateTimeOffset now)
        {
            if (Function.Timer!.RunOnStartup && !(Due < now))
            {
                isStartupRun = true;
                Due = now;
            }
        }

        TimeSpan Interval(DateTimeOffset now)
            => schedule.After(now) is { } first && schedule.After(first) is { } second ? second - first : TimeSpan.MaxValue;

        void Save()
        {
            if (isMonitored)
            {
                saveSetting(Key, $"{last?.ToString("O", CultureInfo.InvariantCulture)}|{seen!.Value.ToString("O", CultureInfo.InvariantCulture)}");
            }
        }

        static (DateTimeOffset? Last, DateTimeOffset? Seen) Read(string? saved)
            => saved?.Split('|') is [var last, var seen] ? (Moment(last), Moment(seen)) : (null, null);

        static DateTimeOffset? Moment(string text)
            => text.Length == 0 ? null : DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
    }
}
