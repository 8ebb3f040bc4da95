namespace Assessment.Submission;

/// <summary>How the document looks: the style sheet, the settings and the bullet list, as WordprocessingML.</summary>
static class WordStyles
{
    const string Main = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

    const string Navy = "1F3864";
    const string Grey = "595959";
    const string Rule = "BFC7D5";
    const string Tint = "EAEFF7";
    const string Amber = "8A5A00";

    public static string Settings(string language, bool updateFields) => $"""
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <w:settings {Main}>
          <w:zoom w:percent="100"/>
          <w:defaultTabStop w:val="567"/>
          <w:characterSpacingControl w:val="doNotCompress"/>
          {(updateFields ? "<w:updateFields w:val=\"true\"/>" : "")}
          <w:compat>
            <w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
          </w:compat>
          <w:themeFontLang w:val="{language}"/>
          <w:decimalSymbol w:val="."/>
          <w:listSeparator w:val=","/>
        </w:settings>
        """;

    public const string Numbering = $"""
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <w:numbering {Main}>
          <w:abstractNum w:abstractNumId="0">
            <w:multiLevelType w:val="hybridMultilevel"/>
            <w:lvl w:ilvl="0">
              <w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>
              <w:pPr><w:ind w:left="397" w:hanging="284"/></w:pPr>
              <w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:color w:val="{Navy}"/></w:rPr>
            </w:lvl>
          </w:abstractNum>
          <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
        </w:numbering>
        """;

    public static string Styles(string language) => $"""
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <w:styles {Main}>
          <w:docDefaults>
            <w:rPrDefault><w:rPr>
              <w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>
              <w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/>
            </w:rPr></w:rPrDefault>
            <w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault>
          </w:docDefaults>
          <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
          <w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>
          <w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>
            <w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>
          </w:style>
          <w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:qFormat/>
            <w:pPr><w:spacing w:before="0" w:after="160" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:b/><w:color w:val="{Navy}"/><w:sz w:val="60"/><w:szCs w:val="60"/></w:rPr></w:style>
          <w:style w:type="paragraph" w:styleId="Subtitle"><w:name w:val="Subtitle"/><w:basedOn w:val="Normal"/><w:qFormat/>
            <w:pPr><w:spacing w:after="480"/></w:pPr><w:rPr><w:color w:val="{Grey}"/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>
          <w:style w:type="paragraph" w:customStyle="1" w:styleId="CoverLine"><w:name w:val="Cover Line"/><w:basedOn w:val="Normal"/>
            <w:pPr><w:pBdr><w:bottom w:val="single" w:sz="12" w:space="6" w:color="{Navy}"/></w:pBdr><w:spacing w:before="2600" w:after="480"/></w:pPr><w:rPr><w:color w:val="{Navy}"/><w:spacing w:val="20"/><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr></w:style>
          <w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>
            <w:pPr><w:keepNext/><w:keepLines/><w:pageBreakBefore/><w:spacing w:before="0" w:after="240" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:color w:val="{Navy}"/><w:sz w:val="36"/><w:szCs w:val="36"/></w:rPr></w:style>
          <w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>
            <w:pPr><w:keepNext/><w:keepLines/><w:pBdr><w:top w:val="single" w:sz="6" w:space="8" w:color="{Rule}"/></w:pBdr><w:tabs><w:tab w:val="left" w:pos="794"/></w:tabs><w:spacing w:before="480" w:after="100" w:line="240" w:lineRule="auto"/><w:ind w:left="794" w:hanging="794"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/><w:color w:val="{Navy}"/><w:sz w:val="26"/><w:szCs w:val="26"/></w:rPr></w:style>
          <w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>
            <w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="80" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="2"/></w:pPr><w:rPr><w:b/><w:color w:val="{Navy}"/><w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr></w:style>
          <w:style w:type="paragraph" w:styleId="Heading4"><w:name w:val="heading 4"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>
            <w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="160" w:after="40" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="3"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
          <w:style w:type="paragraph" w:styleId="TOCHeading"><w:name w:val="TOC Heading"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>
            <w:pPr><w:keepNext/><w:pageBreakBefore/><w:spacing w:after="240"/></w:pPr><w:rPr><w:b/><w:color w:val="{Navy}"/><w:sz w:val="36"/><w:szCs w:val="36"/></w:rPr></w:style>
          <w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>
            <w:pPr><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9864"/></w:tabs><w:spacing w:before="120" w:after="40" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
          <w:style w:type="paragraph" w:styleId="TOC2"><w:name w:val="toc 2"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>
            <w:pPr><w:tabs><w:tab w:val="left" w:pos="851"/><w:tab w:val="right" w:leader="dot" w:pos="9864"/></w:tabs><w:spacing w:after="50" w:line="240" w:lineRule="auto"/><w:ind w:left="851" w:hanging="567"/></w:pPr><w:rPr><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr></w:style>
          <w:style w:type="paragraph" w:customStyle="1" w:styleId="Facts"><w:name w:val="Facts"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>
            <w:pPr><w:keepNext/><w:spacing w:after="160"/><w:ind w:left="794"/></w:pPr><w:rPr><w:color w:val="{Grey}"/><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr></w:style>
          <w:style w:type="paragraph" w:customStyle="1" w:styleId="Small"><w:name w:val="Small"/><w:basedOn w:val="Normal"/>
            <w:pPr><w:spacing w:after="120"/></w:pPr><w:rPr><w:color w:val="{Grey}"/><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>
          <w:style w:type="paragraph" w:customStyle="1" w:styleId="Provenance"><w:name w:val="Provenance"/><w:basedOn w:val="Small"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:after="80"/></w:pPr></w:style>
          <w:style w:type="paragraph" w:customStyle="1" w:styleId="Bullet"><w:name w:val="Bullet"/><w:basedOn w:val="Normal"/>
            <w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:spacing w:after="60"/></w:pPr></w:style>
          <w:style w:type="paragraph" w:customStyle="1" w:styleId="Notice"><w:name w:val="Notice"/><w:basedOn w:val="Normal"/>
            <w:pPr><w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="C98A1B"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="FDF5E4"/><w:spacing w:before="240" w:after="240"/><w:ind w:left="198"/></w:pPr><w:rPr><w:color w:val="{Amber}"/></w:rPr></w:style>
          <w:style w:type="paragraph" w:customStyle="1" w:styleId="Cell"><w:name w:val="Cell"/><w:basedOn w:val="Normal"/>
            <w:pPr><w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>
          <w:style w:type="paragraph" w:customStyle="1" w:styleId="CellRight"><w:name w:val="Cell Right"/><w:basedOn w:val="Cell"/><w:pPr><w:jc w:val="right"/></w:pPr></w:style>
          <w:style w:type="paragraph" w:customStyle="1" w:styleId="CellSmall"><w:name w:val="Cell Small"/><w:basedOn w:val="Cell"/><w:rPr><w:color w:val="{Grey}"/><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>
          <w:style w:type="paragraph" w:customStyle="1" w:styleId="CellHash"><w:name w:val="Cell Hash"/><w:basedOn w:val="Cell"/><w:rPr><w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/><w:noProof/><w:sz w:val="12"/><w:szCs w:val="12"/></w:rPr></w:style>
          <w:style w:type="paragraph" w:customStyle="1" w:styleId="KeyLabel"><w:name w:val="Key Label"/><w:basedOn w:val="Small"/><w:next w:val="CellHash"/><w:pPr><w:keepNext/><w:spacing w:before="80" w:after="20"/></w:pPr></w:style>
          <w:style w:type="paragraph" w:customStyle="1" w:styleId="CellMark"><w:name w:val="Cell Mark"/><w:basedOn w:val="Cell"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>
          <w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>
            <w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="160" w:after="60" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:b/><w:color w:val="{Navy}"/><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>
          <w:style w:type="paragraph" w:customStyle="1" w:styleId="Chart"><w:name w:val="Chart"/><w:basedOn w:val="Normal"/><w:next w:val="Caption"/><w:pPr><w:keepNext/><w:spacing w:before="120" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:style>
          <w:style w:type="paragraph" w:customStyle="1" w:styleId="AfterTable"><w:name w:val="After Table"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="60" w:line="120" w:lineRule="exact"/></w:pPr></w:style>
          <w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:basedOn w:val="Normal"/>
            <w:pPr><w:tabs><w:tab w:val="right" w:pos="9864"/></w:tabs><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:color w:val="{Grey}"/><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr></w:style>
          <w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/>
            <w:pPr><w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="{Rule}"/></w:pBdr><w:tabs><w:tab w:val="right" w:pos="9864"/></w:tabs><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:color w:val="{Grey}"/><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr></w:style>
          <w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:qFormat/><w:rPr><w:b/></w:rPr></w:style>
          <w:style w:type="character" w:customStyle="1" w:styleId="Quiet"><w:name w:val="Quiet"/><w:rPr><w:color w:val="{Grey}"/></w:rPr></w:style>
          <w:style w:type="character" w:customStyle="1" w:styleId="Mark"><w:name w:val="Mark"/><w:rPr><w:b/><w:color w:val="{Amber}"/></w:rPr></w:style>
          <w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="{Navy}"/></w:rPr></w:style>
          <w:style w:type="table" w:customStyle="1" w:styleId="Register"><w:name w:val="Register"/><w:basedOn w:val="TableNormal"/>
            <w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{Navy}"/><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{Navy}"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="{Rule}"/></w:tblBorders>
              <w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>
            <w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="{Navy}"/></w:rPr><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="{Navy}"/></w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{Tint}"/></w:tcPr></w:tblStylePr>
          </w:style>
          <w:style w:type="table" w:customStyle="1" w:styleId="Grid"><w:name w:val="Grid"/><w:basedOn w:val="Register"/>
            <w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{Navy}"/><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{Navy}"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="{Rule}"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="{Rule}"/></w:tblBorders>
              <w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="28" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="28" w:type="dxa"/></w:tblCellMar></w:tblPr>
          </w:style>
          <w:style w:type="table" w:customStyle="1" w:styleId="Plain"><w:name w:val="Plain"/><w:basedOn w:val="TableNormal"/>
            <w:tblPr><w:tblBorders><w:insideH w:val="single" w:sz="4" w:space="0" w:color="{Rule}"/></w:tblBorders>
              <w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="113" w:type="dxa"/></w:tblCellMar></w:tblPr>
          </w:style>
        </w:styles>
        """;
}
