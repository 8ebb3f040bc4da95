using System.Security.Cryptography;
using System.Text;

namespace Assessment.Host.Sandbox.Pages;

/// <summary>The look of the sandbox's pages, and the policy under which a browser takes that and nothing else.</summary>
static class SandboxStyle
{
    public const string Css = """
        :root { --ink: #1b2430; --soft: #515d6b; --line: #d3d9e0; --paper: #fff; --ground: #eef1f4; --bar: #22303f; --link: #0b4f8a; --good: #0d6137; --good-bg: #e2f2e9; --warn: #7a4300; --warn-bg: #fdf0dc; }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; }
        a { color: var(--link); text-underline-offset: .15em; }
        :focus-visible { outline: 3px solid #ffc83d; box-shadow: 0 0 0 5px var(--ink); border-radius: 2px; }
        header { background: var(--bar); color: #fff; }
        .bar, main { max-width: 66rem; margin: 0 auto; padding: .75rem 1rem; }
        .bar { display: flex; flex-wrap: wrap; gap: .4rem 1.25rem; align-items: center; }
        .bar a { color: #fff; }
        .bar .name { font-weight: 700; margin-right: auto; }
        .bar nav { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; }
        .bar nav a { padding: .35rem 0; }
        .clock { background: #fff; border-bottom: 1px solid var(--line); }
        .clock .bar { gap: .5rem .75rem; font-size: .9375rem; }
        .clock form { display: flex; gap: .4rem; align-items: center; flex-wrap: wrap; }
        .clock strong { margin-right: .25rem; }
        main { padding-bottom: 4rem; }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: .75rem 0 .5rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.125rem; margin: 1.75rem 0 .5rem; }
        .panel > h2, .panel > label:first-child { margin-top: 0; }
        p, ul, dl { margin: 0 0 .75rem; overflow-wrap: anywhere; }
        .soft { color: var(--soft); font-size: .9375rem; }
        .panel { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 1rem; margin-bottom: 1rem; }
        .list { list-style: none; padding: 0; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
        .list li + li { border-top: 1px solid var(--line); }
        .list a.row { display: grid; grid-template-columns: 5.5rem 1fr auto; gap: .1rem 1rem; padding: .6rem 1rem; color: inherit; text-decoration: none; }
        .list a.row:hover { background: #f6f8fa; }
        .list .subject { font-weight: 600; overflow-wrap: anywhere; }
        .list .who { grid-column: 2; color: var(--soft); font-size: .9375rem; overflow-wrap: anywhere; }
        .list .when { color: var(--soft); font-size: .9375rem; white-space: nowrap; }
        .tag { align-self: start; justify-self: start; border-radius: 999px; padding: 0 .6rem; font-size: .875rem; background: #e4ecf6; color: #1c4470; }
        .tag.in { background: var(--good-bg); color: var(--good); }
        .note { background: var(--good-bg); color: var(--good); border-radius: 6px; padding: .6rem .9rem; font-weight: 600; }
        .note.bad { background: #fbe8e8; color: #8f1a20; }
        .people { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 1rem; }
        .people .panel { margin: 0; }
        .people .panel > h2 { margin: 0 0 .4rem; font-size: 1rem; }
        .people ul { list-style: none; padding: 0; margin: 0; }
        .people li { padding: .25rem 0; }
        .facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; font-size: .9375rem; }
        .facts dt { color: var(--soft); }
        .facts dd { margin: 0; overflow-wrap: anywhere; }
        iframe { width: 100%; height: 36rem; border: 1px solid var(--line); border-radius: 6px; background: #fff; }
        .go { display: inline-block; background: var(--good); color: #fff; border-radius: 6px; padding: .5rem 1rem; font-weight: 600; text-decoration: none; }
        label { display: block; font-weight: 600; margin: .75rem 0 .2rem; }
        input, textarea, select { font: inherit; color: inherit; width: 100%; padding: .5rem .6rem; border: 1px solid #6b7785; border-radius: 4px; background: #fff; min-height: 2.6rem; }
        textarea { min-height: 9rem; resize: vertical; }
        .clock input, .clock select { width: auto; min-height: 2.2rem; padding: .2rem .5rem; }
        .clock label { margin: 0; font-weight: 400; }
        button { font: inherit; font-weight: 600; min-height: 2.6rem; padding: .4rem 1.1rem; border: 1px solid var(--link); border-radius: 6px; background: var(--link); color: #fff; cursor: pointer; }
        button.quiet { background: #fff; color: var(--link); }
        .clock button { min-height: 2.2rem; padding: .15rem .8rem; }
        .buttons { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: .9rem; }
        details { margin-bottom: 1rem; }
        summary { cursor: pointer; color: var(--link); padding: .4rem 0; font-weight: 600; }
        @media (max-width: 40rem) { .list a.row { grid-template-columns: 1fr auto; } .list .subject, .list .who { grid-column: 1 / -1; } .facts { grid-template-columns: 1fr; } .facts dt { margin-top: .3rem; } iframe { height: 28rem; } }
        """;

    public static string Policy { get; } = string.Join("; ",
        "default-src 'none'",
        $"style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'",
        "frame-src 'self'",
        "img-src data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'");

    /// <summary>A mail is shown in a box of its own: nothing in it runs, nothing is loaded, and a link opens beside it.</summary>
    public const string MailPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";
}
